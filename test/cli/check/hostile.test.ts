import { describe, expect, it } from "vitest";
import { judge } from "../../../policies/rules";
import { containing } from "../../policies/matchers";
import { resource } from "../../policies/resources";
import { runCheck } from "./run-check";

const POD = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers: [{ name: a, image: 'x:latest' }]\n";
const big = (text: string) => Buffer.from(text, "utf16le").swap16();
const check = (content: string | Uint8Array, ...more: string[]) => runCheck(["f", ...more], { f: content });

describe("a file in another encoding", () => {
  it("is read by its mark: PowerShell redirects into UTF-16", async () => {
    const little = Buffer.from(`\uFEFF${POD}`, "utf16le");
    expect(await check(little)).toMatchObject({ code: 1, out: containing("Kubernetes YAML, 1 resource") });
    expect(await check(big(`\uFEFF${POD}`))).toMatchObject({ code: 1 });
    expect(await check(Buffer.from(`\uFEFF${JSON.stringify({ steps: [] })}`, "utf16le"))).toMatchObject({ code: 0 });
  });

  it("is refused in words without it, and where it is binary", async () => {
    for (const bytes of [Buffer.from(POD, "utf16le"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), POD.replace("p }", "p\0 }")])
      expect(await check(bytes)).toMatchObject({ code: 2, err: containing("f: the file is no text in UTF-8") });
  });
});

describe("a file that would fill memory or time", () => {
  it("is refused where aliases repeat aliases, quickly", async () => {
    const levels = "bcdefghi".split("").map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i] ?? ""},`.repeat(9)}]`);
    const bomb = `apiVersion: v1\nkind: ConfigMap\na: &a [x]\n${levels.join("\n")}\n`;
    expect(await check(bomb)).toMatchObject({ code: 2, err: containing("f: its aliases repeat so much") });
    const many = `apiVersion: v1\nkind: X\na: &a { b: 1 }\nlist:\n${"  - *a\n".repeat(20_000)}`;
    const start = performance.now();
    expect(await check(many)).toMatchObject({ code: 2 });
    // Each alias searched the whole document for its anchor: minutes, not seconds.
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it("is refused where it is nested beyond the parser", async () => {
    const deep = `apiVersion: v1\nkind: X\nspec: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`;
    expect(await check(deep)).toMatchObject({ code: 2, err: containing("nested too deep") });
  });

  it("judges thousands of workloads of one namespace without comparing each with each", () => {
    const plan = Array.from({ length: 2000 }, (_, i) => {
      const labels = { app: `a${i}` };
      const template = {
        metadata: { labels },
        spec: { containers: [{ name: "a", image: "x", resources: { limits: { "nvidia.com/gpu": 1 } } }] },
      };
      return [
        resource("kubernetes:apps/v1:Deployment", { spec: { replicas: 2, template } }, `d${i}`),
        resource("kubernetes:policy/v1:PodDisruptionBudget", { spec: { minAvailable: 1, selector: { matchLabels: labels } } }, `b${i}`),
        resource("kubernetes:core/v1:ResourceQuota", { spec: { hard: { "requests.nvidia.com/gpu": "9000" } } }, `q${i}`),
      ];
    }).flat();
    const start = performance.now();
    expect(judge(plan, {}).filter(({ rule }) => rule === "gpu-rollouts-can-finish")).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("names that speak to whoever reads the report", () => {
  const name = "x\u001b]0;pwn\u0007\u001b[2J\u202e\u2028\u200b\r\n| @all <img src=x onerror=1> [a](javascript:x)";
  const plan = JSON.stringify({
    steps: [{ op: "create", urn: `urn:a::${name}`, newState: { urn: `urn:a::${name}`, type: "aws:ebs/volume:Volume", inputs: {} } }],
  });

  it.each(["text", "markdown", "sarif", "json"])("stay one line without control in %s", async (format) => {
    const { out } = await check(plan, "--format", format);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
    expect(out).not.toMatch(controls);
    if (format === "text" || format === "markdown") expect(out).not.toMatch(/[\u200b-\u200f\u2028-\u202e]/);
    expect(out.split("\n").filter((line) => line.startsWith("| @all"))).toEqual([]);
  });
});

describe("forms of Kubernetes JSON", () => {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "a", image: "x:latest" }] } };

  it("may be a plain list, or a typed list whose items do not say what they are", async () => {
    expect(await check(JSON.stringify([pod, pod]))).toMatchObject({ code: 1, out: containing("2 resources") });
    const { apiVersion, kind, ...bare } = pod;
    expect(await check(JSON.stringify({ apiVersion, kind: `${kind}List`, items: [bare] }))).toMatchObject({
      code: 1,
      out: containing("p [kubernetes:core/v1:Pod]"),
    });
    expect(await check("[1, 2]")).toMatchObject({ code: 2 });
  });
});

it("takes for unknown what an output says of itself in a text", async () => {
  const userData = "#!/bin/bash\ndocker run Calling [toString] on an [Output<T>] is not supported.\n";
  const newState = { urn: "urn:a::t", type: "aws:ec2/launchTemplate:LaunchTemplate", inputs: { userData } };
  const { out } = await check(JSON.stringify({ steps: [{ op: "create", urn: "urn:a::t", newState }] }));
  expect(out).toContain("undecided  images-are-pinned");
});
