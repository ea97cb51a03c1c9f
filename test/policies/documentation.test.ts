import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { exceptionsAreJustified, judge, RULES, readPolicyConfig } from "../../policies/rules";

const REPOSITORY = join(__dirname, "../..");

/** `docs/policies.md` is made of the rules; `npx vitest run test/policies/documentation.test.ts -u` writes it anew. */
function document(): string {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = [...RULES, exceptionsAreJustified].map(
    ({ name, description, level, severity, remedy }) => `| \`${name}\` | ${cell(description)} | ${level} | ${severity} | ${cell(remedy)} |`,
  );
  return `# Policies

${RULES.length} rules judge every resource, also those that our components did not make. \`pulumi-gpu check\`, \`pulumi-gpu plan\` and the policy pack run the same list.

- **mandatory** blocks, **advisory** warns. A configuration changes the level.
- What cannot be decided (a value is not known before the update, a chart cannot be seen into) is said on its exact property, as advice, under the
  name of the rule with \`-undecided\`. It is never a pass; \`check --strict\`, or the level \`mandatory\` for that name, makes it fail.
- A finding names properties, facts of the catalog and counts (of replicas, GPUs, machines, subnets), never a text of a property: the engine hands
  secrets to policies in clear.

| rule | law | level | severity | way out |
|---|---|---|---|---|
${rows.join("\n")}

## Where the rules run

\`\`\`sh
pulumi preview --json --show-sames > plan.json && npx pulumi-gpu check plan.json   # a plan that you have
npx pulumi-gpu plan dev --config gpu-policy.yaml                                   # a program, offline
pulumi up --policy-pack node_modules/pulumi-gpu/policies                           # the update itself
\`\`\`

The pack judges each resource before it is made, also with \`--skip-preview\`: what breaks a mandatory rule is not created. Resources that keep the
rules, and that the engine started before it met the broken one, can exist by then. The pack reads \`gpu.lock.json\` beside the project's \`Pulumi.yaml\`,
or the file that \`PULUMI_GPU_LOCK\` names.

## Configuration

One format for all three: that of \`pulumi --policy-pack-config\`. Pulumi reads JSON; \`check\` and \`plan\` read YAML too.

\`\`\`yaml
spot-capacity-is-spread: mandatory          # a level
images-are-pinned-undecided: mandatory      # what could not be decided blocks
registry-is-encrypted-by-your-key: disabled
exceptions-are-justified:
  exceptions:
    - rule: registry-tags-are-immutable
      resource: scratch-*                   # URN, name or type; * stands for any run of characters
      reason: built for one branch, never deployed
      expires: 2027-01-31                   # the last day
\`\`\`

\`all\` sets the level of every rule without an entry. An exception without a reason, without an end, or past its end is a violation itself and covers nothing.

## What the rules cannot see

- \`check\` and \`plan\` know the whole plan: they join a group with its launch template, its subnets and its lifecycle hooks, and a Deployment with quota,
  node pool and disruption budget. They block in review, before an update. The pack judges each resource by itself, before it is made: there the types of
  a group's overrides are matched with the driver only through the template's \`pulumi-gpu:types\` tag, and what needs the join is undecided or not said.
- A launch template from outside of the plan is named by \`launch-templates-are-seen\` and not judged.
- Kubeflow's notebooks stand behind its gateway: whether that asks for a login is undecided.
- \`grace-covers-the-cold-start\` counts with the numbers that \`plan\` prints, some of them assumed, so it only advises; how long a model's weights take to load is in
  no plan, and not in its count.
- \`gpu-rollouts-can-finish\` proves that GPUs are missing only by a quota of the namespace, or by a node pool or node group that the pods name.
- \`volumes-are-encrypted\` and \`registry-images-are-scanned\` do not know the defaults of an account or registry; except the resource where those cover it.
- Helm releases of other charts than karpenter, keda, nvidia-device-plugin, dcgm-exporter, gpu-operator and triton-inference-server are undecided;
  \`helm template\` and \`check\` judge what they render.
- User data is searched by the forms of known secrets and by names such as \`PASSWORD=\`. A secret without either is not found.
`;
}

it("documents every rule as it is", async () => {
  await expect(document()).toMatchFileSnapshot("../../docs/policies.md");
});

it("shows a configuration that can be read", () => {
  const [, yaml = ""] = /```yaml\n([\s\S]*?)```/.exec(document()) ?? [];
  const config = readPolicyConfig(parse(yaml), RULES);
  expect(judge([], { today: "2026-11-23" }, config)).toEqual([]);
  expect(config.exceptions).toHaveLength(1);
});

it("ships an example whose configuration can be read", () => {
  const text = readFileSync(join(REPOSITORY, "examples/pull-request/gpu-policy.yaml"), "utf8");
  expect(readPolicyConfig(parse(text), RULES).levels.get("registry-is-encrypted-by-your-key")).toBe("disabled");
});

it("ships a workflow that may only read, holds no secret, and names each action by its commit", () => {
  const text = readFileSync(join(REPOSITORY, "examples/pull-request/.github/workflows/gpu-check.yml"), "utf8");
  const workflow = parse(text) as {
    on: object;
    permissions: object;
    jobs: Record<string, { steps: { uses?: string }[]; permissions?: object }>;
  };
  expect(workflow.permissions).toEqual({ contents: "read" });
  expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
  expect(text).not.toMatch(/secrets\./);
  const uses = Object.values(workflow.jobs).flatMap(({ steps, permissions }) => {
    expect(permissions).toBeUndefined();
    return steps.flatMap((step) => step.uses ?? []);
  });
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
});
