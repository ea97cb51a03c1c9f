// npm run bench [-- runs]: whole processes, interleaved, medians. Read the ratios: times belong to the machine and its load.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const root = join(here, "..");
const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const used = join(folder, "used");
const resources = join(folder, "resources.json");
const preview = join(folder, "preview.json");
const program = (name) => join(here, "programs", name);
const cli = (...args) => ["bin/pulumi-gpu", ...args];
const pack = join(root, "policies");
const launcher = createRequire(join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");

/** A preview of so many repositories, as the engine prints it. */
function writePreview(count) {
  const steps = Array.from({ length: count }, (_, i) => {
    const [type, urn] = ["aws:ecr/repository:Repository", `urn:pulumi:dev::many::aws:ecr/repository:Repository::images-${i}`];
    return {
      op: "create",
      urn,
      newState: { urn, type, custom: true, inputs: { imageTagMutability: "IMMUTABLE", tags: { index: String(i) } } },
    };
  });
  writeFileSync(preview, JSON.stringify({ steps, changeSummary: { create: count } }));
}

const EVERY_VERDICT = `
  const { images, INSTANCE_TYPES, verdict } = require("./dist/catalog/index.js");
  for (const image of Object.keys(images())) for (const instanceType of Object.keys(INSTANCE_TYPES)) verdict({ image, instanceType });`;

/** `most`: the ratio that a case may reach; beyond it the bench fails. */
const CASES = {
  "node alone": { args: ["-e", "0"] },
  "import @pulumi/pulumi": { args: ["-e", "require('@pulumi/pulumi')"] },
  "import pulumi-gpu/catalog": { args: ["-e", "require('./dist/catalog/index.js')"], over: "node alone", most: 2 },
  "import GpuInstance": { args: ["-e", "require('./dist/index.js').GpuInstance"], over: "import @pulumi/pulumi", most: 1.5 },
  "raw resources of 20 machines": { args: ["bench/plan-alone.cjs", program("raw")] },
  "20 GpuInstance": { args: ["bench/plan-alone.cjs", program("components")], over: "raw resources of 20 machines", most: 1.1 },
  "plan dev": { args: cli("plan", "dev"), over: "import @pulumi/pulumi", most: 2 },
  "plan prod": { args: cli("plan", "prod"), over: "import @pulumi/pulumi", most: 2.2 },
  "plan of 2,000 resources": { args: cli("plan", "dev", "--program", program("many")), over: "import @pulumi/pulumi", most: 5 },
  "check of 10,000 resources": { args: cli("check", preview), over: "import @pulumi/pulumi", most: 1.5 },
  "every image on every type": { args: ["-e", EVERY_VERDICT], over: "import @pulumi/pulumi", most: 2.5 },
  "start of the policy pack": {
    args: ["--require", join(here, "until-first-line.cjs"), launcher, "127.0.0.1:1", pack],
    cwd: pack,
    over: "import @pulumi/pulumi",
    most: 1.5,
  },
};

/** What a process took together with those that it started: milliseconds by the clock, of the processors, and the most MiB that one of them held. */
function measure(name, { args, cwd = root }) {
  writeFileSync(used, "");
  const env = { ...process.env, NODE_OPTIONS: `--require ${join(here, "used.cjs")}`, BENCH_USED: used, BENCH_RESOURCES: resources };
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  const ms = performance.now() - start;
  // 1: something was found, which is no failure of the measurement
  if (status !== 0 && !(status === 1 && args[0] === "bin/pulumi-gpu")) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const processes = readFileSync(used, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return { ms, cpu: processes.reduce((sum, { cpu }) => sum + cpu, 0), peak: Math.max(...processes.map(({ peak }) => peak)) / 1024 };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  writePreview(10_000);
  measure("the resources to repeat", { args: ["bench/plan-alone.cjs", program("components"), resources] });
  const seen = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) for (const [name, one] of Object.entries(CASES)) seen[name].push(measure(name, one));
  const of = (name, what) => median(seen[name].map((one) => one[what]));
  console.log(`node ${process.version}, ${runs} runs, medians; ratios are of processor time\n`);
  console.log(`${"".padEnd(30)}${"ms".padStart(8)}${"cpu ms".padStart(8)}${"MiB".padStart(7)}  ratio`);
  for (const [name, { over, most }] of Object.entries(CASES)) {
    const columns = [
      of(name, "ms").toFixed(0).padStart(8),
      of(name, "cpu").toFixed(0).padStart(8),
      of(name, "peak").toFixed(0).padStart(7),
    ];
    const ratio = over ? of(name, "cpu") / of(over, "cpu") : 0;
    const said = over ? `${ratio.toFixed(2).padStart(5)} x ${over}, at most ${most}${ratio > most ? ": MISSED" : ""}` : "";
    if (ratio > most) process.exitCode = 1;
    console.log(`${name.padEnd(30)}${columns.join("")}  ${said}`.trimEnd());
  }
} finally {
  rmSync(folder, { recursive: true });
}
