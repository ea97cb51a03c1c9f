// npm run bench [-- runs]: whole processes, interleaved, medians. Read the ratios: times belong to the machine and its load.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const root = join(here, "..");
const runs = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "bench-"));
const peakFile = join(folder, "peak");
const resources = join(folder, "resources.json");
const preview = join(folder, "preview.json");
const program = (name) => join(here, "programs", name);

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

const CASES = {
  "node alone": { args: ["-e", "0"] },
  "import pulumi-gpu/catalog": { args: ["-e", "require('./dist/catalog/index.js')"] },
  "import @pulumi/pulumi": { args: ["-e", "require('@pulumi/pulumi')"] },
  "import pulumi-gpu": { args: ["-e", "require('./dist/index.js')"], over: "import @pulumi/pulumi" },
  "raw resources of 20 machines": { args: ["bench/plan-alone.cjs", program("raw")] },
  "20 GpuInstance": { args: ["bench/plan-alone.cjs", program("components")], over: "raw resources of 20 machines" },
  "plan dev": { args: ["bin/pulumi-gpu", "plan", "dev"], over: "import @pulumi/pulumi" },
  "plan prod": { args: ["bin/pulumi-gpu", "plan", "prod"], over: "import @pulumi/pulumi" },
  "plan of 2,000 resources": { args: ["bin/pulumi-gpu", "plan", "dev", "--program", program("many")], over: "import @pulumi/pulumi" },
  "check of 10,000 resources": { args: ["bin/pulumi-gpu", "check", preview], over: "node alone" },
};

/** Milliseconds of the whole process with those that it starts, and the most MiB that one of them held. */
function measure(name, args) {
  writeFileSync(peakFile, "");
  const env = { ...process.env, NODE_OPTIONS: `--require ${join(here, "peak.cjs")}`, BENCH_PEAK: peakFile, BENCH_RESOURCES: resources };
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  const ms = performance.now() - start;
  // 1: something was found, which is no failure of the measurement
  if (status !== 0 && !(status === 1 && args[0] === "bin/pulumi-gpu")) throw new Error(`${name} ended with ${status}: ${stderr}`);
  const peak = Math.max(...readFileSync(peakFile, "utf8").trim().split("\n").map(Number)) / 1024;
  return { ms, peak };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  writePreview(10_000);
  measure("the resources to repeat", ["bench/plan-alone.cjs", program("components"), resources]);
  const seen = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) for (const [name, { args }] of Object.entries(CASES)) seen[name].push(measure(name, args));
  const ms = (name) => median(seen[name].map((one) => one.ms));
  console.log(`node ${process.version}, ${runs} runs, medians\n`);
  console.log(`${"".padEnd(30)}${"ms".padStart(8)}${"MiB".padStart(7)}   ratio`);
  for (const [name, { over }] of Object.entries(CASES)) {
    const ratio = over ? `${(ms(name) / ms(over)).toFixed(2)} x ${over}` : "";
    console.log(
      `${name.padEnd(30)}${ms(name).toFixed(0).padStart(8)}${median(seen[name].map((one) => one.peak))
        .toFixed(0)
        .padStart(7)}   ${ratio}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
