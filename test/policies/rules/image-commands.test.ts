import { describe, expect, it } from "vitest";
import { imagesArePinned } from "../../../policies/rules/images-are-pinned";
import { base64, DIGEST, resource } from "../resources";

const judge = (...lines: string[]) =>
  imagesArePinned.judge(
    resource("aws:ec2/launchTemplate:LaunchTemplate", { userData: base64(["#!/bin/bash", ...lines, ""].join("\n")) }),
    {},
  );
const pinned = `nvcr.io/nvidia/pytorch:25.03-py3@${DIGEST}`;

describe("a client behind a variable", () => {
  it.each([
    ["$DOCKER run --gpus all"],
    [`"\${DOCKER_CMD}" run -d`],
    ["sudo $CONTAINER_RUNTIME pull"],
    [`\${PODMAN} container run`],
    ["docker service create --name web"],
  ])("starts an image: %s", (command) => {
    expect(judge(`${command} nvcr.io/nvidia/pytorch:25.03-py3`)).toMatchObject([{ kind: "violation", path: "userData:2" }]);
    expect(judge(`${command} ${pinned}`)).toEqual([]);
  });

  it("may be the start of the command, and keeps the numbers of the lines", () => {
    const start = 'RUN="sudo docker run --gpus all \\\n  --rm"';
    expect(judge('RUN="sudo docker run --gpus all"', "echo one \\", "  two", "$RUN vllm/vllm-openai:latest serve")).toMatchObject([
      { kind: "violation", path: "userData:5" },
    ]);
    expect(judge(`D="docker"`, `\${D} run ${pinned}`)).toEqual([]);
    expect(judge(start, "$RUN vllm/vllm-openai:latest")).toMatchObject([{ kind: "violation", path: "userData:4" }]);
  });

  it("is no client where its name only sounds like one", () => {
    expect(judge("echo $DOCKER_VERSION", "$RUNNER run tests", 'curl "$DOCKERFILE_URL"')).toEqual([]);
  });
});

describe("the clients of high performance computing", () => {
  it.each([
    ["apptainer exec --nv docker://nvcr.io/nvidia/pytorch:25.03-py3 python train.py"],
    ["singularity pull /scratch/pytorch.sif docker://nvcr.io/nvidia/pytorch:25.03-py3"],
    ["enroot import -o /tmp/p.sqsh 'docker://$oauthtoken@nvcr.io#nvidia/pytorch:25.03-py3'"],
    ["srun --container-image=nvcr.io#nvidia/pytorch:25.03-py3 python train.py"],
    ["srun --container-image docker://nvcr.io#nvidia/pytorch:25.03-py3 python train.py"],
  ])("name an image by its address: %s", (command) => {
    expect(judge(command)).toMatchObject([{ kind: "violation", path: "userData:2" }]);
    expect(judge(command.replace("25.03-py3", `25.03-py3@${DIGEST}`))).toEqual([]);
  });

  it("are undecided where a variable decides, and start files that lie on the disk", () => {
    expect(judge("apptainer run docker://ubuntu:$TAG")).toMatchObject([{ kind: "undecided", path: "userData:2" }]);
    expect(judge("apptainer run --nv /fsx/pytorch.sif", "srun --container-image=/fsx/pytorch.sqsh python train.py")).toEqual([]);
  });

  it("do not start what is only copied", () => {
    expect(
      judge("skopeo copy docker://ubuntu:22.04 docker://registry.example.com/ubuntu:22.04", "# apptainer run docker://ubuntu"),
    ).toEqual([]);
  });
});
