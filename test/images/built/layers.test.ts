import { describe, expect, it } from "vitest";
import { IMAGE_NAMES, type ImageName, imageDescription } from "../../../images/description";
import { lockedVersion } from "../../../images/readme";
import { build, config, runToEnd } from "./container";

/** What the rig's base cannot show in the image itself, `test/rig/build-image.sh` says. */
const BUILD_ARGUMENTS: Partial<Record<ImageName, string[]>> = { edge: ["APP_UID=2345", "APP_GID=3456"] };
/** A distribution of the image's own, that its build really installed. */
const INSTALLED: Record<ImageName, string> = { edge: "sympy", "llm-finetune": "peft", "pytorch-cuda": "jupyterlab", triton: "tokenizers" };

type Bom = { bomFormat: string; specVersion: string; components: { name: string; version?: string }[] };

describe.each(IMAGE_NAMES)("%s", (name) => {
  const image = imageDescription(name);

  it("is built, layer by layer, without a daemon", async () => {
    await build(name, ...(BUILD_ARGUMENTS[name] ?? []));
  });

  it("says what it is: user, health check, labels with its CUDA facts, and what `pin image` reads", async () => {
    const { User, Env, Labels, Healthcheck } = await config(name);
    expect(User).toBe(name === "edge" ? "2345:3456" : "1000:1000");
    expect(Healthcheck).toMatchObject({ Test: ["CMD", "/opt/pulumi-gpu/health.sh"] });
    expect(Labels).toMatchObject({
      "org.opencontainers.image.title": name,
      "org.opencontainers.image.base.name": `localhost/rig-base-${name}`,
      "io.pulumi-gpu.cuda": image.facts.cuda,
      "io.pulumi-gpu.driver-min": image.arguments.DRIVER_MIN?.default,
      "io.pulumi-gpu.driver-full": image.arguments.DRIVER_FULL?.default,
    });
    expect(Env).toContain(`CUDA_VERSION=${image.facts.cuda}`);
    if (image.facts.torch !== undefined) expect(Env).toContain(`PYTORCH_VERSION=${image.arguments.TORCH?.default}`);
  });

  it("holds what was locked, and a bill of materials that says so", async () => {
    const program = [
      "import json, sys",
      "from importlib.metadata import version",
      "boms = {kind: json.load(open(f'/usr/share/sbom/{kind}.cdx.json')) for kind in ('python', 'debian')}",
      "print(json.dumps({'version': version(sys.argv[1]), **boms}))",
    ].join("\n");
    const { code, out } = await runToEnd(name, { command: ["/opt/venv/bin/python", "-c", program, INSTALLED[name]] });
    expect(code).toBe(0);
    const seen = JSON.parse(out) as { version: string; python: Bom; debian: Bom };
    const locked = lockedVersion(name, INSTALLED[name]);
    expect(seen.version).toBe(locked);
    expect(seen.python).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
    expect(seen.python.components).toContainEqual(expect.objectContaining({ name: INSTALLED[name], version: locked }));
    expect(seen.debian.components.map(({ name: component }) => component)).toEqual(expect.arrayContaining(["tini", "libc6"]));
    // The tools that wrote it are gone.
    expect(seen.python.components.map(({ name: component }) => component)).not.toContain("cyclonedx-bom");
  });

  it("runs under a uid that nobody knows, with nothing writable but its own", async () => {
    const { code, out } = await runToEnd(name, {
      user: "61000:62000",
      command: ["sh", "-c", "id -u; id -g; find / -xdev -writable -type f -not -path '/proc/*' -not -path '/tmp/*' 2>/dev/null; true"],
    });
    expect({ code, out }).toEqual({ code: 0, out: "61000\n62000" });
  });
});
