import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog/unknown";
import { undecided, violation } from "../../../policies/rule";
import { imagesArePinned } from "../../../policies/rules/images-are-pinned";
import { anyText, containing } from "../matchers";
import { base64, DIGEST, resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => imagesArePinned.judge(resource(type, props), {});
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const pods = (...images: unknown[]) => ({ template: { spec: { containers: images.map((image, i) => ({ name: `c${i}`, image })) } } });

describe("user data", () => {
  it("lets an image with a digest pass", () => {
    const script = `#!/bin/bash\ndocker run --rm --gpus all -v /data:/data nvcr.io/nvidia/pytorch:25.03-py3@${DIGEST} nvidia-smi\n`;
    expect(judge(TEMPLATE, { userData: base64(script) })).toEqual([]);
  });

  it("names the line of a tag without digest, of latest and of no tag at all", () => {
    const script =
      "#!/bin/bash\ndocker pull nvcr.io/nvidia/pytorch:25.03-py3\n\npodman run -it pytorch/pytorch:latest\nnerdctl run ubuntu ls\n";
    expect(judge(TEMPLATE, { userData: base64(script) })).toMatchObject([
      { path: "userData:2", message: containing("a tag without digest") },
      { path: "userData:4", message: containing("latest, which moves") },
      { path: "userData:5", message: containing("neither tag nor digest") },
    ]);
  });

  it("reads plain user data of an instance as well as base64", () => {
    const script = "#!/bin/bash\ndocker run nvidia/cuda:12.8.1-base-ubuntu24.04\n";
    expect(judge("aws:ec2/instance:Instance", { userData: script })).toMatchObject([{ path: "userData:2" }]);
    expect(judge("aws:ec2/instance:Instance", { userDataBase64: base64(script) })).toMatchObject([{ path: "userDataBase64:2" }]);
  });

  it("finds the image behind options, values, line continuations and environment", () => {
    const script = [
      "#!/bin/bash",
      "sudo docker --context gpu run -d --name triton \\",
      "  --gpus '\"device=0,1\"' -e TOKEN=abc --shm-size 8g --restart=always \\",
      "  -p 8000:8000 -v /models:/models nvcr.io/nvidia/tritonserver:25.03-py3 tritonserver",
    ].join("\n");
    expect(judge(TEMPLATE, { userData: base64(script) })).toMatchObject([{ kind: "violation", path: "userData:2" }]);
    expect(judge(TEMPLATE, { userData: base64(script.replace("-py3", `-py3@${DIGEST}`)) })).toEqual([]);
  });

  it("follows a variable of the script, and leaves one from elsewhere undecided", () => {
    const own = `IMAGE="nvcr.io/nvidia/pytorch:25.03-py3"\ndocker run --gpus all "$IMAGE"\n`;
    expect(judge(TEMPLATE, { userData: base64(`#!/bin/sh\n${own}`) })).toMatchObject([{ kind: "violation", path: "userData:3" }]);
    const other = "#!/bin/sh\nTAG=$(curl -s http://config/tag)\ndocker run --gpus all nvcr.io/nvidia/pytorch:$TAG\n";
    expect(judge(TEMPLATE, { userData: base64(other) })).toMatchObject([{ kind: "undecided", path: "userData:3" }]);
  });

  it("reads the list form of cloud-config, units and compose files", () => {
    const cloudConfig = "#cloud-config\nruncmd:\n  - [docker, run, -d, nvcr.io/nvidia/pytorch:25.03-py3]\n";
    const unit = "[Service]\nExecStart=/usr/bin/docker run --rm vllm/vllm-openai:latest\n";
    const compose = "services:\n  web:\n    image: vllm/vllm-openai:v0.8.0\n";
    for (const [text, line] of [
      [cloudConfig, 3],
      [unit, 2],
      [compose, 3],
    ] as const) {
      expect(judge(TEMPLATE, { userData: base64(text) })).toMatchObject([{ kind: "violation", path: `userData:${line}` }]);
    }
  });

  it("reads every command of a line, and the clients of containerd", () => {
    const pinned = `nvcr.io/nvidia/pytorch@${DIGEST}`;
    for (const line of [
      `docker pull ${pinned} && docker run -d vllm/vllm-openai:latest`,
      "ctr -n k8s.io images pull docker.io/vllm/vllm-openai:latest",
      "crictl pull vllm/vllm-openai:latest",
      `echo '{"services":{"web":{"image":"vllm/vllm-openai:latest"}}}' > compose.json`,
      "echo 'services: {web: {image: vllm/vllm-openai:latest}}' > compose.yaml",
    ]) {
      expect(judge(TEMPLATE, { userData: base64(`#!/bin/sh\n${line}\n`) })).toMatchObject([
        { kind: "violation", path: "userData:2", message: containing("latest, which moves") },
      ]);
      const mended = line.replace("docker.io/vllm/vllm-openai:latest", pinned).replace("vllm/vllm-openai:latest", pinned);
      expect(judge(TEMPLATE, { userData: base64(`#!/bin/sh\n${mended}\n`) })).toEqual([]);
    }
  });

  it("is undecided where a variable changes on its way, or an option may have taken the image", () => {
    const twice = `#!/bin/sh\nIMG=ubuntu@${DIGEST}; IMG=ubuntu:latest; docker run "$IMG"\n`;
    expect(judge(TEMPLATE, { userData: base64(twice) })).toMatchObject([{ kind: "undecided", path: "userData:2" }]);
    expect(judge(TEMPLATE, { userData: base64("#!/bin/sh\ndocker run --new-flag ubuntu:latest\n") })).toMatchObject([
      { kind: "undecided", path: "userData:2" },
    ]);
  });

  it("unpacks what is packed inside of a packed part", () => {
    const script = base64("#!/bin/bash\n# as long as a script is\ndocker run --gpus all vllm/vllm-openai:latest\n");
    const part = base64(`#cloud-config\nwrite_files:\n  - { encoding: b64, path: /a, content: ${script} }\n`);
    const message = `Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Transfer-Encoding: base64\n\n${part}\n--X--\n`;
    expect(judge(TEMPLATE, { userData: base64(message) })).toMatchObject([{ kind: "violation", path: "userData" }]);
  });

  it("does not take a comment or other words for a command", () => {
    const script = "#!/bin/bash\n# docker run ubuntu\nsystemctl restart docker\necho done\n";
    expect(judge(TEMPLATE, { userData: base64(script) })).toEqual([]);
  });

  it("is undecided about user data that is not known, or that is no text", () => {
    expect(judge(TEMPLATE, { userData: UNKNOWN })).toEqual([undecided("userData", "not known before the update")]);
    expect(judge(TEMPLATE, { userData: Buffer.from([0x1f, 0x8b, ...new Array<number>(60).fill(7)]).toString("base64") })).toMatchObject([
      { kind: "undecided", path: "userData" },
    ]);
  });
});

describe("task and job definitions", () => {
  it("reads containerDefinitions, a list in a string", () => {
    const containers = [
      { name: "a", image: `x/y:1@${DIGEST}` },
      { name: "b", image: "nvcr.io/nvidia/pytorch:25.03-py3" },
    ];
    expect(judge("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify(containers) })).toMatchObject([
      { kind: "violation", path: "containerDefinitions[1].image" },
    ]);
  });

  it("is undecided on exactly what it cannot read", () => {
    const type = "aws:ecs/taskDefinition:TaskDefinition";
    expect(judge(type, { containerDefinitions: UNKNOWN })).toEqual([undecided("containerDefinitions", "not known before the update")]);
    expect(judge(type, { containerDefinitions: "[{" })).toMatchObject([{ kind: "undecided", message: containing("no valid JSON") }]);
  });

  it("reads the three forms of a Batch job and a SageMaker model", () => {
    const batch = "aws:batch/jobDefinition:JobDefinition";
    expect(judge(batch, { containerProperties: '{"image":"x/y:1"}' })).toMatchObject([{ path: "containerProperties.image" }]);
    const nodes = { nodeRangeProperties: [{ targetNodes: "0:", container: { image: "x/y:1" } }] };
    expect(judge(batch, { nodeProperties: JSON.stringify(nodes) })).toMatchObject([
      { path: "nodeProperties.nodeRangeProperties[0].container.image" },
    ]);
    const eks = { podProperties: { containers: [{ name: "train", image: "x/y:1" }] } };
    expect(judge(batch, { eksProperties: eks })).toMatchObject([{ path: "eksProperties.podProperties.containers[0].image" }]);
    expect(judge("aws:sagemaker/model:Model", { primaryContainer: { image: "x/y:1" } })).toMatchObject([
      { path: "primaryContainer.image" },
    ]);
  });
});

describe("the newer forms of a Batch job", () => {
  const JOB = "aws:batch/jobDefinition:JobDefinition";
  const tasks = (image: unknown) => ({ taskProperties: [{ containers: [{ image }] }] });

  it("are read: tasks of ECS, alone and on nodes, and pods of EKS on nodes", () => {
    const path = "ecsProperties.taskProperties[0].containers[0].image";
    expect(judge(JOB, { ecsProperties: JSON.stringify(tasks("ubuntu:latest")) })).toMatchObject([{ kind: "violation", path }]);
    expect(judge(JOB, { ecsProperties: JSON.stringify(tasks(`ubuntu@${DIGEST}`)) })).toEqual([]);
    const pod = { podProperties: { initContainers: [{ image: "ubuntu:latest" }] } };
    const nodeProperties = JSON.stringify({ nodeRangeProperties: [{ ecsProperties: tasks("ubuntu:latest") }, { eksProperties: pod }] });
    expect(judge(JOB, { nodeProperties })).toMatchObject([
      { kind: "violation", path: `nodeProperties.nodeRangeProperties[0].${path}` },
      { kind: "violation", path: "nodeProperties.nodeRangeProperties[1].eksProperties.podProperties.initContainers[0].image" },
    ]);
  });

  it("are undecided where a part is unknown, as is a model whose containers are", () => {
    for (const props of [
      { ecsProperties: UNKNOWN },
      { eksProperties: UNKNOWN },
      { eksProperties: { podProperties: { containers: UNKNOWN } } },
    ])
      expect(judge(JOB, props)).toMatchObject([{ kind: "undecided" }]);
    expect(judge("aws:sagemaker/model:Model", { containers: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "containers" }]);
    expect(judge("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: "{}" })).toMatchObject([{ kind: "undecided" }]);
  });
});

describe("pods", () => {
  it("lets a pinned pod template pass", () => {
    expect(judge(DEPLOYMENT, { spec: pods(`x/y@${DIGEST}`) })).toEqual([]);
  });

  it("sees init and ephemeral containers and image volumes", () => {
    const spec = {
      initContainers: [{ name: "i", image: "x/y:1" }],
      containers: [{ name: "c", image: `x/y@${DIGEST}` }],
      ephemeralContainers: [{ name: "e", image: "x/y" }],
      volumes: [{ name: "model", image: { reference: "x/model:1" } }],
    };
    expect(
      judge("kubernetes:core/v1:Pod", { spec })
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["spec.ephemeralContainers[0].image", "spec.initContainers[0].image", "spec.volumes[0].image.reference"]);
  });

  it("sees jobs, cron jobs and custom resources by their shape", () => {
    const cron = { spec: { jobTemplate: { spec: pods("x/y:1") } } };
    expect(judge("kubernetes:batch/v1:CronJob", cron)).toMatchObject([{ path: "spec.jobTemplate.spec.template.spec.containers[0].image" }]);
    const jobSet = { spec: { replicatedJobs: [{ name: "workers", template: { spec: pods("x/y:1") } }] } };
    expect(judge("kubernetes:jobset.x-k8s.io/v1alpha2:JobSet", jobSet)).toMatchObject([
      { path: "spec.replicatedJobs[0].template.spec.template.spec.containers[0].image" },
    ]);
    const ray = { spec: { headGroupSpec: pods("rayproject/ray:latest") } };
    expect(judge("kubernetes:ray.io/v1:RayCluster", ray)).toMatchObject([{ path: "spec.headGroupSpec.template.spec.containers[0].image" }]);
  });

  it("sees the single containers of a workflow's steps", () => {
    const templates = [
      { container: { image: "ubuntu:latest" } },
      { script: { image: `ubuntu@${DIGEST}` } },
      { script: { image: UNKNOWN } },
    ];
    expect(judge("kubernetes:argoproj.io/v1alpha1:Workflow", { spec: { templates } })).toMatchObject([
      { kind: "violation", path: "spec.templates[0].container.image" },
      { kind: "undecided", path: "spec.templates[2].script.image" },
    ]);
  });

  it("is undecided on the unknown image, template or list alone", () => {
    expect(judge(DEPLOYMENT, { spec: pods(UNKNOWN, "x/y:1") })).toEqual([
      undecided("spec.template.spec.containers[0].image", "the image is not known before the update"),
      expect.objectContaining({ kind: "violation", path: "spec.template.spec.containers[1].image" }),
    ]);
    expect(judge(DEPLOYMENT, { spec: { replicas: UNKNOWN, template: UNKNOWN } })).toMatchObject([
      { kind: "undecided", path: "spec.template" },
    ]);
    expect(judge(DEPLOYMENT, { spec: { template: { spec: { containers: UNKNOWN } } } })).toMatchObject([{ kind: "undecided" }]);
  });

  it("leaves alone what runs no container", () => {
    expect(judge("kubernetes:core/v1:Service", { spec: UNKNOWN })).toEqual([]);
    expect(judge("kubernetes:core/v1:ConfigMap", { data: { containers: "x" } })).toEqual([]);
    expect(judge("kubernetes:rbac.authorization.k8s.io/v1:Role", { rules: UNKNOWN })).toEqual([]);
  });

  it("survives nesting far beyond any manifest, and says that it stopped", () => {
    let deep: Record<string, unknown> = { spec: pods("x/y:1") };
    for (let i = 0; i < 20_000; i++) deep = { a: deep };
    expect(judge("kubernetes:example.com/v1:Deep", { spec: deep })).toMatchObject([{ kind: "undecided" }]);
  });
});

it("offers the digest that the project's lock holds", () => {
  const row = { digest: DIGEST, source: "registry", checked: "2026-11-01" };
  const lock = { version: 1 as const, images: { "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime": row }, amis: {}, declared: {} };
  const found = imagesArePinned.judge(resource(DEPLOYMENT, { spec: pods("pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime") }), {
    lock,
  });
  expect(found).toEqual([
    violation(
      "spec.template.spec.containers[0].image",
      anyText,
      `Use docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime@${DIGEST}, which gpu.lock.json holds.`,
    ),
  ]);
});

it("never repeats what a property says, which may be a secret", () => {
  const findings = judge(DEPLOYMENT, { spec: pods("registry.example.com/secret-project:hunter2", "not an image hunter2") });
  expect(JSON.stringify(findings)).not.toMatch(/hunter2|secret-project/);
  expect(findings).toHaveLength(2);
});
