import type { AxisResult, Status, Verdict } from "../../catalog/answer";
import type { Io } from "../command";
import { type Paint, palette } from "../render/paint";
import { hanging, table, widthOf, wrap } from "../render/text";
import { flagOf } from "./question-flags";
import { shortSources } from "./sources";

const WORD: Readonly<Record<Verdict["status"], string>> = { pass: "PASS", limits: "LIMITS", fail: "FAIL", undecided: "UNDECIDED" };
const MEANS: Readonly<Record<Verdict["status"], string>> = {
  pass: "this runs",
  limits: "this runs, with something that will not work",
  fail: "this will not run",
  undecided: "a missing fact could change the answer",
};
/** What decides comes first. */
const ORDER: readonly Status[] = ["fail", "undecided", "limits", "pass"];

/** One screen for a person: the verdict, what was judged, the axes, what would help, what was assumed, and where it is from. */
export function render(verdict: Verdict, io: Io, hints: readonly string[]): string {
  const width = widthOf(io);
  const { bold, dim, red, green, yellow, cyan } = palette(io);
  const tint: Readonly<Record<Status, Paint>> = { pass: green, limits: yellow, fail: red, undecided: cyan, "not-applicable": dim };
  const blocks: string[][] = [];

  blocks.push([`${bold(tint[verdict.status](WORD[verdict.status]))}: ${MEANS[verdict.status]}`, ...wrap(dim(judged(verdict)), width)]);

  const shown = ORDER.flatMap((status) => verdict.axes.filter((axis) => axis.status === status));
  blocks.push(
    shown.length > 0
      ? [
          table(
            shown.map((axis) => [tint[axis.status](axis.status), axis.axis, axis.reason]),
            width,
          ),
        ]
      : [],
  );

  const notes = [...(verdict.contradictions ?? []), ...hints];
  blocks.push(notes.map((note) => hanging(yellow("Note:"), note, 6, width)));

  const missing = [...new Set(verdict.axes.filter((axis) => axis.status === "undecided").flatMap((axis) => axis.missing))];
  if (verdict.status === "undecided" && missing.length > 0)
    blocks.push([hanging("To decide it, give", missing.map(flagOf).join(", "), 19, width)]);

  if (verdict.waysOut.length > 0) {
    blocks.push([bold("Ways out, cheapest first"), ...verdict.waysOut.map(({ text }, i) => hanging(`  ${i + 1}.`, text, 5, width))]);
  }
  if (verdict.assumptions.length > 0)
    blocks.push([hanging("Assumed:", `${verdict.assumptions.join("; ")} (--strict leaves these open)`, 9, width)]);

  const sources = shortSources(decisive(verdict));
  const last = [
    ...(sources.length > 0 ? [hanging("Sources:", sources.join(", "), 9, width)] : []),
    `Catalog of ${verdict.catalog}; --json has every row.`,
  ];
  blocks.push(last.map(dim));
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n")}\n`;
}

/** The axes that made the verdict; for a pass all of them. */
const decisive = ({ status, axes }: Verdict): readonly AxisResult[] => axes.filter((axis) => axis.status === status);

const SHOWN = [
  "ami",
  "instanceType",
  "driver",
  "gpu",
  "gpuCount",
  "kernelModule",
  "containerToolkit",
  "injectionMode",
  "fabricManager",
  "mig",
  "image",
  "cuda",
  "require",
  "compat",
  "torch",
] as const;
const NAMED: Readonly<Record<string, string>> = {
  ami: "AMI",
  cuda: "CUDA",
  instanceType: "",
  compat: "compat library",
  containerToolkit: "container toolkit",
  fabricManager: "Fabric Manager",
  gpuCount: "GPUs:",
  injectionMode: "injection",
  kernelModule: "kernel module",
  mig: "MIG",
  require: "NVIDIA_REQUIRE_CUDA",
  gpu: "",
};

const judged = ({ facts }: Verdict): string =>
  SHOWN.filter((name) => facts[name] !== undefined)
    .map((name) => `${NAMED[name] ?? name} ${facts[name]}`.trim())
    .join(", ");
