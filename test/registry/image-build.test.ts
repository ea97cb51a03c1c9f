import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type BuildVariable, buildSteps } from "../../components/registry/image-buildspec";
import { part, RIG_HOME } from "../rig/home";
import { type DockerRegistry, skopeo, startRegistry, USER } from "./docker-registry";

// The build's own commands against a real registry, with the real cosign. What stands in: podman for the docker of CodeBuild's image, of which it has the command line, and `aws`,
// which prints a log-in, and the digest that the registry has for a tag; and a key in a file
// for one of KMS, because the emulator's KMS cannot sign a digest.
const PODMAN = "/usr/bin/podman";

let work: string;
let target: DockerRegistry;
let home: string;

beforeAll(async () => {
  part("images", PODMAN);
  work = mkdtempSync(join(tmpdir(), "gpu-image-build-"));
  target = await startRegistry("basic");
  mkdirSync(join(work, "bin"));
  mkdirSync(join(work, "context/app"), { recursive: true });
  writeFileSync(join(work, "context/app/Dockerfile"), 'FROM scratch\nARG NOTE\nCOPY hello /hello\nLABEL note="$NOTE"\n');
  writeFileSync(join(work, "context/hello"), "hello\n");
  writeFileSync(join(work, "registries.conf"), `[[registry]]\nlocation = "${target.host}"\ninsecure = true\n`);
  command(
    "aws",
    `case "$2" in
      get-login-password) echo ${USER.password} ;;
      batch-get-image) printf sha256: && skopeo inspect --raw --tls-verify=false --creds ${USER.name}:${USER.password} "docker://${target.host}/$4:\${6#imageTag=}" | sha256sum | cut -d" " -f1 ;;
    esac`,
  );
  // The registry's user is not AWS, as which the commands log in to ECR.
  command("docker", `exec ${PODMAN} --storage-driver vfs --root "$HOME/images" --runroot "$HOME/run" "\${@/#AWS/${USER.name}}"`);
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});
beforeEach(() => {
  home = mkdtempSync(join(work, "home-"));
});

function command(name: string, body: string): void {
  writeFileSync(join(work, "bin", name), `#!/usr/bin/env bash\n${body}\n`);
  chmodSync(join(work, "bin", name), 0o755);
}

/** As CodeBuild runs a buildspec of version 0.2: in the folder of the source, one shell, each command after the other, the first that fails ends it. */
function build(
  variables: Partial<Record<BuildVariable | "UPSTREAM_TOKEN_0" | "COSIGN_PASSWORD", string>> = {},
  upstreams: string[] = [],
): Promise<{ code: number; output: string }> {
  const { install, build: steps } = buildSteps({ dockerfile: "app/Dockerfile", buildArgs: { NOTE: 'it\'s $(id) "quoted"' }, upstreams });
  const script = [...install, ...steps].map((step) => `${step} || exit 1`).join("\n");
  const env = {
    PATH: `${join(work, "bin")}:${process.env.PATH}`,
    HOME: home,
    XDG_RUNTIME_DIR: home,
    CONTAINERS_REGISTRIES_CONF: join(work, "registries.conf"),
    BUILDAH_ISOLATION: "chroot",
    REPOSITORY_URL: `${target.host}/images`,
    TAG: "app-0123456789ab",
    UPSTREAM_USER_0: USER.name,
    UPSTREAM_TOKEN_0: USER.password,
    ...variables,
  };
  return new Promise((resolve) => {
    const child = execFile("bash", ["-c", script], { env, cwd: join(work, "context") }, (error, out, err) =>
      resolve({ code: error ? (child.exitCode ?? 1) : 0, output: out + err }),
    );
  });
}

const configOf = async (tag: string) =>
  JSON.parse(
    await skopeo(
      "inspect",
      "--config",
      "--tls-verify=false",
      "--creds",
      `${USER.name}:${USER.password}`,
      `docker://${target.host}/images:${tag}`,
    ),
  ) as { config: { Labels: Record<string, string> } };

it("builds the Dockerfile with its arguments as they are, and pushes it under the tag of its content", async () => {
  expect(await build()).toMatchObject({ code: 0 });
  expect((await configOf("app-0123456789ab")).config.Labels.note).toBe('it\'s $(id) "quoted"');
});

it("logs in to the registries of the bases, and writes no password to its log", async () => {
  const { code, output } = await build({ TAG: "app-upstream" }, [target.host]);
  expect(code).toBe(0);
  expect(output.match(/Login Succeeded/g)).toHaveLength(2);
  expect(output).not.toContain(USER.password);
});

it("ends where a base's registry refuses the log-in, before it builds", async () => {
  const { code, output } = await build({ TAG: "app-stranger", UPSTREAM_TOKEN_0: "wrong" }, [target.host]);
  expect(code).not.toBe(0);
  expect(output).toContain("invalid username/password");
  await expect(configOf("app-stranger")).rejects.toThrow("manifest unknown");
});

it("does not run a signer that is another one, and pushes nothing", async () => {
  const signer = join(work, "other-signer");
  writeFileSync(signer, "#!/bin/sh\ntouch $HOME/was-run\n");
  const { code, output } = await build({
    TAG: "app-other-signer",
    SIGNING_KEY: "arn:aws:kms:us-east-1:123456789012:key/1",
    SIGNER_URL: `file://${signer}`,
    SIGNER_SHA256: createHash("sha256").update("what was pinned").digest("hex"),
  });
  expect(code).not.toBe(0);
  expect(output).toContain("cosign: FAILED");
  expect(() => readFileSync(join(home, "was-run"))).toThrow("ENOENT");
  await expect(configOf("app-other-signer")).rejects.toThrow("manifest unknown");
});

const cosign = (args: string[]) =>
  new Promise<string>((resolve, reject) => {
    const env = { HOME: home, XDG_RUNTIME_DIR: home, COSIGN_PASSWORD: "" };
    execFile(part("images", join(RIG_HOME, "bin/cosign")), args, { env, cwd: work }, (error, out, err) =>
      error ? reject(new Error(err)) : resolve(out),
    );
  });

/** The rig's cosign is built, not downloaded, so its checksum is its own. */
const signer = async () => {
  const path = join(RIG_HOME, "bin/cosign");
  await cosign(["generate-key-pair"]);
  return {
    SIGNING_KEY: join(work, "cosign.key"),
    COSIGN_PASSWORD: "",
    SIGNER_URL: `file://${path}`,
    SIGNER_SHA256: createHash("sha256").update(readFileSync(path)).digest("hex"),
  };
};

const verify = (tag: string, repository = "images") =>
  cosign(["verify", "--key", join(work, "cosign.pub"), "--insecure-ignore-tlog", `${target.host}/${repository}:${tag}`]);

it("signs the digest that it pushed, so that cosign verifies it with the key, and only what was signed", async () => {
  expect(await build({ TAG: "app-signed", ...(await signer()) })).toMatchObject({ code: 0 });
  const [{ critical }] = JSON.parse(await verify("app-signed")) as [{ critical: { image: Record<string, string> } }];
  const raw = await skopeo(
    "inspect",
    "--raw",
    "--tls-verify=false",
    "--creds",
    `${USER.name}:${USER.password}`,
    `docker://${target.host}/images:app-signed`,
  );
  expect(critical.image["docker-manifest-digest"]).toBe(`sha256:${createHash("sha256").update(raw).digest("hex")}`);
  expect(await build({ TAG: "app-unsigned", REPOSITORY_URL: `${target.host}/others` })).toMatchObject({ code: 0 });
  await expect(verify("app-unsigned", "others")).rejects.toThrow("no signatures found");
});
