import type { LockedFacts, LockedImage } from "../../lock/schema";
import type { ImagePin } from "./image";
import { table } from "./table";

const LABELS: readonly [keyof LockedFacts, string][] = [
  ["cuda", "cuda"],
  ["require", "requires"],
  ["disableRequire", "disables it"],
  ["compat", "compat"],
  ["compatOnPath", "on its path"],
  ["torch", "torch"],
  ["architectures", "compiled for"],
];

/** Facts that decide a verdict: said also where the image is silent. */
const ALWAYS = new Set<keyof LockedFacts>(["cuda", "require", "torch"]);

const SILENT: Partial<Record<keyof LockedFacts, string>> = {
  cuda: "not stated; the catalog's row for the tag decides, or a declared one",
  torch: "not stated",
};

export function renderPinned({ result, reference, lock, now, platform, from }: ImagePin): string {
  const verb = { pinned: "pinned", updated: "updated", unchanged: "unchanged:", moved: "moved:" }[result];
  const lines: [string, string][] = [
    ["digest", `${now.digest}${now.kind ? ` (${now.kind})` : ""}`],
    ...Object.entries(now.platforms ?? {})
      .filter(([, digest]) => digest !== now.digest)
      .map(([name, digest]): [string, string] => [name, digest]),
  ];
  if (now.sizeBytes !== undefined) lines.push(["size", `${size(now.sizeBytes)} compressed on ${platform}`]);
  for (const [fact, label] of LABELS) {
    const value = now.facts?.[fact];
    if (value !== undefined) lines.push([label, `${text(value)}${from[fact] && value !== "" ? ` (${from[fact]})` : ""}`]);
    else if (ALWAYS.has(fact)) lines.push([label, SILENT[fact] ?? "unknown"]);
  }
  return `${verb} ${reference} in ${lock}\n${table(lines)}`;
}

export function renderMoved({ reference, lock, before, now }: ImagePin): string {
  const lines: [string, string][] = [
    ["digest", `was ${before?.digest}`],
    ["", `now ${now.digest}`],
  ];
  const sizes = [before?.sizeBytes, now.sizeBytes].map((bytes) => (bytes === undefined ? "unknown" : size(bytes)));
  lines.push(["size", change(sizes[0], sizes[1])]);
  for (const [fact, label] of LABELS) {
    const was = factText(before, fact);
    const is = factText(now, fact);
    if (was === "unknown" && is === "unknown") continue;
    if (was === is || was.length + is.length < 60) lines.push([label, change(was, is)]);
    else lines.push([label, `was ${was}`], ["", `now ${is}`]);
  }
  const repository = reference.slice(0, reference.lastIndexOf(":"));
  return [
    `${reference} moved since it was pinned on ${before?.checked}; ${lock} was left as it was`,
    `${table(lines)}--update accepts the new image; to stay with the old one use it by digest:`,
    `  ${repository}@${before?.digest}\n`,
  ].join("\n");
}

const change = (was: string | undefined, is: string | undefined): string => (was === is ? `${is} (the same)` : `${was} -> ${is}`);

function factText(row: LockedImage | undefined, fact: keyof LockedFacts): string {
  const value = row?.facts?.[fact];
  return value === undefined ? "unknown" : text(value);
}

const text = (value: NonNullable<LockedFacts[keyof LockedFacts]>): string => {
  if (value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const line = Array.isArray(value) ? value.join(" ") : value;
  return line.length > 40 ? `${line.slice(0, 37)}...` : line; // NVIDIA_REQUIRE_CUDA runs to 2,000 characters; the lock has it whole
};

export const size = (bytes: number): string =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(2)} GiB` : bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${bytes} bytes`;
