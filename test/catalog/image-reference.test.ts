import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatReference, parseReference } from "../../catalog";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const hub = { registry: "docker.io", repository: "pytorch/pytorch", tag: "2.8.0-cuda12.8-cudnn9-runtime" };

describe("parseReference", () => {
  it.each([
    "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "index.docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "registry-1.docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "Docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    "docker://pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
    " pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime\n",
  ])("reads %j as the image of Docker Hub", (text) => {
    expect(parseReference(text)).toEqual(hub);
  });

  it.each([
    ["ubuntu", { registry: "docker.io", repository: "library/ubuntu" }],
    ["docker.io/ubuntu:24.04", { registry: "docker.io", repository: "library/ubuntu", tag: "24.04" }],
    ["localhost/team/image:1", { registry: "localhost", repository: "team/image", tag: "1" }],
    ["localhost:5000/image", { registry: "localhost:5000", repository: "image" }],
    ["nvcr.io/nvidia/pytorch:25.03-py3", { registry: "nvcr.io", repository: "nvidia/pytorch", tag: "25.03-py3" }],
    [
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/image:1@${DIGEST}`,
      { registry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com", repository: "team/image", tag: "1", digest: DIGEST },
    ],
    [`team/image@${DIGEST}`, { registry: "docker.io", repository: "team/image", digest: DIGEST }],
  ])("reads %s", (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  it("fills in no tag: an untagged image stays untagged", () => {
    expect(parseReference("pytorch/pytorch")).not.toHaveProperty("tag");
  });

  it.each([
    ["nothing", ""],
    ["only a tag", ":25.03-py3"],
    ["capital letters in the repository", "docker.io/PyTorch/pytorch:1"],
    ["an empty tag", "pytorch/pytorch:"],
    ["a short digest", "pytorch/pytorch@sha256:abc"],
    ["another digest algorithm", `pytorch/pytorch@md5:${"a".repeat(32)}`],
    ["spaces inside", "pytorch/ pytorch:1"],
    ["a URL", "https://docker.io/pytorch/pytorch:1"],
    ["an empty part", "docker.io//pytorch"],
    ["a variable", "$" + "{REGISTRY}/pytorch:1"],
    ["two tags", "pytorch/pytorch:1:2"],
  ])("refuses %s", (_, text) => {
    expect(parseReference(text)).toBeUndefined();
  });

  const component = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,2})[a-z0-9]{1,4})?$/);
  const reference = fc.record(
    {
      registry: fc.constantFrom("docker.io", "nvcr.io", "localhost:5000", "ghcr.io", "10.0.0.1:443"),
      repository: fc.array(component, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("/")),
      tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/),
      digest: fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`),
    },
    { requiredKeys: ["registry", "repository"] },
  );

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(reference, (value) => {
        expect(parseReference(formatReference(value))).toEqual(value);
      }),
    );
  });

  it("has one normal form: writing what was read and reading it again changes nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), reference.map(formatReference)), (text) => {
        const parsed = parseReference(text);
        if (parsed) expect(parseReference(formatReference(parsed))).toEqual(parsed);
      }),
    );
  });

  it("reads every spelling of Docker Hub as one image", () => {
    fc.assert(
      fc.property(reference, fc.constantFrom("", "docker.io/", "index.docker.io/", "registry-1.docker.io/"), (value, prefix) => {
        const name = formatReference({ ...value, registry: "docker.io" }).slice("docker.io/".length);
        // A first part with a dot is a host to every client, unless a registry stands before it.
        fc.pre(prefix !== "" || !/^[^/]*[.]/.test(name));
        expect(parseReference(`${prefix}${name}`)).toEqual({ ...value, registry: "docker.io" });
      }),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => void parseReference(text)));
  });
});
