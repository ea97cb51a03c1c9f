import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog/unknown";
import { readPlan } from "../../../cli/check/read-plan";
import { containing, matching } from "../../policies/matchers";
import { fixture, runCheck } from "./run-check";

const read = (name: string) => readPlan(readFileSync(fixture(name), "utf8"), name);
const rulesOf = async (name: string, ...more: string[]) => {
  const { out } = await runCheck([fixture(name), "--format", "json", ...more]);
  const { results } = JSON.parse(out) as {
    results: { rule: string; kind: string; resource: { name: string }; path: string; place?: object }[];
  };
  return results;
};
/** What the program of the fixtures breaks; the engine, not we, wrote these files. */
const BROKEN = [
  "images-are-pinned",
  "instances-require-imdsv2",
  "registry-tags-are-immutable",
  "ssh-and-jupyter-are-closed",
  "volumes-are-encrypted",
];
const broken = (results: Awaited<ReturnType<typeof rulesOf>>) =>
  [...new Set(results.filter(({ kind }) => kind === "violation").map(({ rule }) => rule))].filter((rule) => BROKEN.includes(rule)).sort();

describe("a preview of the engine", () => {
  it("is judged by what each step leads to, with the line of the program", async () => {
    const results = await rulesOf("preview-create.json");
    expect(broken(results)).toEqual(BROKEN);
    expect(results.find(({ rule }) => rule === "ssh-and-jupyter-are-closed")).toMatchObject({
      resource: { name: "open" },
      path: "ingress[0].cidrBlocks[0]",
      place: { file: "index.js", line: 15 },
    });
  });

  it("takes unknown and secret values for unknown, never for text", async () => {
    const { resources } = await read("preview-create.json");
    expect(resources.find(({ name }) => name === "triton")?.props.containerDefinitions).toBe(UNKNOWN);
    expect(resources.find(({ name, type }) => name === "secretive" && type.includes("LaunchTemplate"))?.props.userData).toBe(UNKNOWN);
    const results = await rulesOf("preview-create.json");
    expect(results).toContainEqual(expect.objectContaining({ rule: "images-are-pinned", kind: "undecided", path: "containerDefinitions" }));
    expect(results).toContainEqual(expect.objectContaining({ rule: "user-data-holds-no-secret", kind: "undecided", path: "userData" }));
  });

  it("leaves out what is deleted, and says how much unchanged is not in the file", async () => {
    const { resources, notes } = await read("preview-change.json");
    expect(resources.map(({ name }) => name)).not.toContain("open");
    expect(notes).toEqual([matching(/^5 unchanged resources are not in the file; `pulumi preview --json --show-sames`/)]);
    expect((await read("preview-same.json")).notes).toEqual([]);
  });

  it("that failed half-way leaves a gap, which is undecided", async () => {
    const preview = JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: "x" }], changeSummary: {} });
    expect(await runCheck(["p.json", "--strict"], { "p.json": preview })).toMatchObject({
      code: 3,
      out: containing("failed with 1 error"),
    });
  });
});

describe("an export of a stack", () => {
  it("is judged by its inputs; encrypted values are unknown", async () => {
    const results = await rulesOf("stack-export.json");
    expect(broken(results)).toEqual(BROKEN);
    const { resources } = await read("stack-export.json");
    expect(resources.find(({ name, type }) => name === "secretive" && type.includes("LaunchTemplate"))?.props.userData).toBe(UNKNOWN);
    // After the update the URL is known, so the task's image can be judged.
    expect(results).toContainEqual(
      expect.objectContaining({ rule: "images-are-pinned", kind: "violation", path: "containerDefinitions[0].image" }),
    );
  });

  it("leaves out what is about to go or was only read, and names interrupted operations", async () => {
    const state = (urn: string, more: object) => ({
      urn: `urn:pulumi:d::p::aws:ebs/volume:Volume::${urn}`,
      type: "aws:ebs/volume:Volume",
      inputs: {},
      ...more,
    });
    const deployment = {
      resources: [state("a", {}), state("b", { delete: true }), state("c", { external: true })],
      pending_operations: [{}],
    };
    const plan = await readPlan(JSON.stringify({ version: 3, deployment }), "x");
    expect(plan.resources.map(({ name }) => name)).toEqual(["a"]);
    expect(plan.gaps).toEqual([containing("1 operation was interrupted")]);
  });
});

describe("a plan of our own", () => {
  const plan = (more: object) =>
    JSON.stringify({
      schemaVersion: 1,
      resources: [{ urn: "urn:x::v", type: "aws:ebs/volume:Volume", name: "v", custom: true, props: {}, secrets: [] }],
      problems: [],
      ...more,
    });

  it("is judged, and what cannot be seen stays a gap", async () => {
    expect(await runCheck(["-", "--format", "json"], {}, plan({}))).toMatchObject({ code: 1 });
    const opaque = [{ type: "eks:index:Cluster", name: "c", opaque: true, props: {} }];
    expect((await readPlan(plan({ resources: opaque, problems: [{}] }), "x")).gaps).toEqual([
      containing("c [eks:index:Cluster]"),
      containing("failed with 1 error"),
    ]);
  });

  it("of another schema is refused", async () => {
    expect(await runCheck(["-"], {}, plan({ schemaVersion: 99 }))).toMatchObject({
      code: 2,
      err: containing("another schema"),
    });
  });
});

describe("Kubernetes manifests", () => {
  const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: serve, namespace: gpu }
spec:
  template:
    spec:
      containers:
        - name: triton
          image: nvcr.io/nvidia/tritonserver:25.03-py3
`;

  it("are read document by document, with the line of the image", async () => {
    const { out, code } = await runCheck(["m.yaml"], {
      "m.yaml": `# rendered\n---\n${DEPLOYMENT}---\n\n---\nkind: Service\napiVersion: v1\nmetadata: { name: s }\n`,
    });
    expect(code).toBe(1);
    expect(out).toContain("m.yaml: Kubernetes YAML, 2 resources");
    expect(out).toContain("(m.yaml:11)");
    expect(out).toContain("gpu/serve [kubernetes:apps/v1:Deployment]");
  });

  it("may be lists, JSON, anchored, or carry a byte order mark", async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n${DEPLOYMENT.split("\n")
      .map((line, i) => `${i === 0 ? "  - " : "    "}${line}`)
      .join("\n")}\n`;
    expect((await readPlan(list, "m")).resources).toMatchObject([{ type: "kubernetes:apps/v1:Deployment" }]);
    expect((await readPlan(`\uFEFF${DEPLOYMENT}`, "m")).resources).toHaveLength(1);
    const json = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "a", image: "x" }] } };
    expect((await readPlan(JSON.stringify(json), "m")).resources).toMatchObject([{ type: "kubernetes:core/v1:Pod", name: "p" }]);
    const anchored =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - &c { name: a, image: x }\n    - <<: *c\n      name: b\n";
    const [pod] = (await readPlan(anchored, "m")).resources;
    expect(pod?.props).toMatchObject({
      spec: {
        containers: [
          { name: "a", image: "x" },
          { name: "b", image: "x" },
        ],
      },
    });
  });

  it("that are broken are refused with each line", async () => {
    const twice = "apiVersion: v1\nkind: Pod\nkind: Service\nspec:\n  a: 1\n  a: 2\n";
    expect(await runCheck(["m.yaml"], { "m.yaml": twice })).toMatchObject({
      code: 2,
      err: "m.yaml: line 3: a key stands twice in one map; the parser of the cluster takes only one of them\nm.yaml: line 6: a key stands twice in one map; the parser of the cluster takes only one of them",
    });
    expect((await runCheck(["m.yaml"], { "m.yaml": "a: [1\nb: 2\n" })).err).toMatch(/^m\.yaml: line \d: /);
    expect((await runCheck(["m.yaml"], { "m.yaml": "just words\n" })).err).toContain("document 1 is no Kubernetes object");
  });
});

describe("anything else", () => {
  it.each([
    ["", "the file is empty"],
    ["  \n", "the file is empty"],
    ["\uFEFF", "the file is empty"],
    ['{"steps": [', "ends too early; the file was cut off"],
    ['{\n"steps": [}, {"a": 1}]}', "line 2: the JSON is broken"],
    ["[warn] slow\n{}", "a log stands in front of it"],
    ["{}", "none of the formats known here"],
    ["[1, 2]", "none of the formats known here"],
    ['{"terraform_version": "1.9"}', "Terraform"],
    ['{"resourcePlans": {}}', "--save-plan"],
  ])("is refused with what would do: %j", async (text, words) => {
    const { code, err } = await runCheck(["p.json"], { "p.json": text });
    expect([code, err]).toEqual([2, containing(words)]);
    expect(err).toMatch(/^p\.json: /);
  });

  it.each([
    ['{"schemaVersion": 1, "resources": {}}', "no list of resources"],
    ['{"steps": {}}', "no list of steps"],
    ['{"deployment": null}', "no deployment"],
    ["# rendered nothing\n---\n", "no Kubernetes object"],
  ])("is refused where what would be judged is missing: %j", async (text, words) => {
    const { code, err } = await runCheck(["p.json"], { "p.json": text });
    expect([code, err]).toEqual([2, containing(words)]);
  });

  it.each([
    ['{"schemaVersion": 1, "resources": [{"type": "aws:ebs/volume:Volume"}]}', "1 resource has"],
    ['{"steps": [{"op": "create", "urn": "urn:a::b"}, 7]}', "2 steps have"],
    ['{"deployment": {"resources": [{"type": "aws:ebs/volume:Volume"}]}}', "1 resource has"],
  ])("never passes where an entry cannot be read: %j", async (text, words) => {
    const { code, out } = await runCheck(["p.json", "--strict", "--format", "json"], { "p.json": text });
    expect([code, out]).toEqual([3, containing(`${words} no type, name or state that can be read; not judged`)]);
  });

  it("is refused where YAML repeats itself without end", async () => {
    const { code, err } = await runCheck(["a.yaml"], { "a.yaml": "apiVersion: v1\nkind: ConfigMap\ndata: &x\n  b: *x\n" });
    expect([code, err]).toEqual([2, "a.yaml: line 4: the alias stands inside of what it repeats"]);
  });

  it("is survived: deep nesting, prototype keys, odd types", async () => {
    const deep = `{"steps":[{"op":"create","urn":"urn:a::b","newState":{"urn":"urn:a::b","type":"kubernetes:example.com/v1:X","inputs":{"spec":${'{"a":'.repeat(4000)}1${"}".repeat(4000)}}}}]}`;
    expect((await runCheck(["p.json"], { "p.json": deep })).code).toBe(0);
    const proto =
      '{"steps":[{"op":"create","urn":"urn:a::b","newState":{"type":"aws:ebs/volume:Volume","inputs":{"__proto__":{"encrypted":true}}}},7,null,{"op":1}]}';
    expect(await runCheck(["p.json", "--format", "json"], { "p.json": proto })).toMatchObject({
      code: 1,
      out: containing("volumes-are-encrypted"),
    });
    expect(({} as Record<string, unknown>).encrypted).toBeUndefined();
  });
});
