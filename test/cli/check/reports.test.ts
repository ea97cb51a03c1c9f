import { readFileSync } from "node:fs";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { exceptionsAreJustified, RULES } from "../../../policies/rules";
import { fixture, runCheck } from "./run-check";

const PREVIEW = readFileSync(fixture("preview-create.json"), "utf8");
const report = (format: string, ...more: string[]) =>
  runCheck(["preview.json", "--format", format, ...more], { "preview.json": PREVIEW, "gpu-policy.yaml": POLICY });
const POLICY = `
ssh-and-jupyter-are-closed: advisory
exceptions-are-justified:
  exceptions:
    - { rule: registry-tags-are-immutable, resource: images, reason: 'a <b>bold</b> move | @team \\*x*', expires: 2999-01-31 }
`;

describe("text", () => {
  it("says what blocks, where, and the way out, in 80 columns", async () => {
    const { out, code } = await report("text");
    expect(code).toBe(1);
    expect(out).toContain("BLOCKS  ssh-and-jupyter-are-closed (critical)\n  SSH (22) open to the internet\n");
    expect(out).toContain(
      "  at open [aws:ec2/securityGroup:SecurityGroup] ingress[0].cidrBlocks[0]\n     (index.js:15)\n  > Remove the rule",
    );
    expect(out).toMatch(/\n8 blocking, 1 advice, 9 undecided, 0 excepted\n$/);
    // Only a word that cannot be broken may be longer.
    for (const line of out.split("\n").filter((text) => text.length > 80)) expect(line.trim()).not.toContain(" ");
  });

  it("lets no name steer the terminal", async () => {
    const steps = [{ op: "create", urn: "urn:a::\u001b[2J\u202ename", newState: { type: "aws:ebs/volume:Volume", inputs: {} } }];
    const { out } = await runCheck(["-"], {}, JSON.stringify({ steps }));
    expect(out).toContain("at \uFFFD[2J\uFFFDname [aws:ebs/volume:Volume]");
  });

  it("gathers a fleet that makes one mistake", async () => {
    const steps = Array.from({ length: 50 }, (_, i) => ({
      op: "create",
      urn: `urn:a::v${i}`,
      newState: { type: "aws:ebs/volume:Volume", inputs: {} },
    }));
    const { out } = await runCheck(["-"], {}, JSON.stringify({ steps }));
    expect(out.match(/BLOCKS/g)).toHaveLength(1);
    expect(out).toContain("and 45 more");
    expect(out).toContain("50 blocking");
  });
});

describe("json", () => {
  it("has a version, a summary and every result", async () => {
    const { out } = await report("json", "--config", "gpu-policy.yaml");
    const { schemaVersion, format, summary, results, notes } = JSON.parse(out) as Record<string, unknown> & {
      results: { excepted?: object }[];
    };
    expect({ schemaVersion, format, summary, notes }).toEqual({
      schemaVersion: 1,
      format: "pulumi preview --json",
      summary: { resources: 9, blocking: 6, advice: 2, undecided: 9, excepted: 1 },
      notes: [],
    });
    expect(results.filter(({ excepted }) => excepted)).toHaveLength(1);
  });
});

describe("markdown", () => {
  it("starts with the sentence that matters, and folds the rest", async () => {
    const { out } = await report("markdown");
    expect(out).toMatch(
      /^### GPU check\n\n\*\*8 findings block this change\*\*: 9 resources, 1 advice, 9 undecided, 0 excepted\.\n\n\| rule \|/,
    );
    expect(out.match(/<details>/g)).toHaveLength(3);
    expect(out.match(/<\/details>/g)).toHaveLength(3);
  });

  it("lets no name or reason end the table, speak HTML or call people", async () => {
    const { out } = await report("markdown", "--config", "gpu-policy.yaml");
    expect(out).toContain("a &lt;b&gt;bold&lt;/b&gt; move \\| \\@team \\\\\\*x\\*");
    const evil = { op: "create", urn: "urn:a::x|`</details><script>`\n| @all", newState: { type: "aws:ebs/volume:Volume", inputs: {} } };
    const table = (await runCheck(["-", "--format", "markdown"], {}, JSON.stringify({ steps: [evil] }))).out;
    expect(table).toContain("`` x\\|`</details><script>` \\| @all ``");
    expect(table.split("\n").filter((line) => line.startsWith("| `"))).toHaveLength(1);
  });

  it("stays short enough for a comment, whatever the fleet", async () => {
    const steps = Array.from({ length: 5000 }, (_, i) => ({
      op: "create",
      urn: `urn:a::v${i}`,
      newState: { type: "aws:ebs/volume:Volume", inputs: {} },
    }));
    expect((await runCheck(["-", "--format", "markdown"], {}, JSON.stringify({ steps }))).out.length).toBeLessThan(65_536);
  });

  it("says so when nothing blocks", async () => {
    expect((await runCheck(["-", "--format", "markdown"], {}, '{"steps":[]}')).out).toBe(
      "### GPU check\n\n**Nothing blocks this change**: 0 resources, 0 advice, 0 undecided, 0 excepted.\n",
    );
  });
});

describe("sarif", () => {
  const log = async (...more: string[]) => JSON.parse((await report("sarif", ...more)).out) as Log;

  it("names each law and points at it", async () => {
    const { version, runs } = await log();
    const rules = runs[0]?.tool.driver.rules ?? [];
    expect(version).toBe("2.1.0");
    expect(rules.map(({ id }) => id)).toEqual([...RULES, exceptionsAreJustified].map(({ name }) => name));
    for (const { ruleId, ruleIndex } of runs[0]?.results ?? []) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
  });

  it("puts a finding on the line of the program, and an undecided one under review", async () => {
    const [run] = (await log()).runs;
    const of = (id: string) => run?.results?.find(({ ruleId, kind }) => ruleId === id && kind === "fail");
    expect(of("ssh-and-jupyter-are-closed")).toMatchObject({
      level: "error",
      locations: [{ physicalLocation: { artifactLocation: { uri: "index.js" }, region: { startLine: 15 } } }],
    });
    expect(of("registry-is-encrypted-by-your-key")).toMatchObject({ level: "warning" });
    const review = run?.results?.filter(({ kind }) => kind === "review") ?? [];
    expect(review).toHaveLength(9);
    // The standard wants level none for every kind but fail.
    expect(new Set(review.map(({ level }) => level))).toEqual(new Set(["none"]));
  });

  it("keeps an excepted finding, suppressed with its reason", async () => {
    const [run] = (await log("--config", "gpu-policy.yaml")).runs;
    const suppressed = run?.results?.filter(({ suppressions }) => suppressions) ?? [];
    expect(suppressed).toMatchObject([{ ruleId: "registry-tags-are-immutable", suppressions: [{ kind: "external", status: "accepted" }] }]);
  });

  it("gives each finding a fingerprint of its own that a moved line does not change", async () => {
    const prints = (text: string) =>
      runCheck(["-", "--format", "sarif"], {}, text).then(({ out }) =>
        (JSON.parse(out) as Log).runs[0]?.results?.map((result) => result.partialFingerprints?.["pulumiGpu/v1"]),
      );
    const before = await prints(PREVIEW);
    expect(new Set(before).size).toBe(before?.length);
    expect(await prints(PREVIEW.replaceAll("index.js#15", "index.js#99"))).toEqual(before);
  });

  it("encodes file names, and names a file of the manifest itself", async () => {
    const pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: a\n      image: x\n";
    const { out } = await runCheck(["my pod.yaml", "--format", "sarif"], { "my pod.yaml": pod });
    expect((JSON.parse(out) as Log).runs[0]?.results?.[0]?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: "my%20pod.yaml" }, region: { startLine: 7 } } },
    ]);
  });
});
