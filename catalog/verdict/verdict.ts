import type { Axis, AxisResult, Verdict } from "../answer";
import { CATALOG_DATE } from "../catalog-date";
import type { Question } from "../question";
import { architecture, type Jit } from "./architecture";
import { compat } from "./compat";
import { describeFacts } from "./describe-facts";
import { cudaSpan, driverSpan, versionMode } from "./driver-cuda";
import { fabric } from "./fabric";
import type { Facts } from "./facts";
import { features } from "./features";
import { asResult, type Finding, overPossible, undecided, worst } from "./finding";
import { firmware } from "./firmware";
import { kernelModule } from "./kernel-module";
import { partition } from "./partition";
import { requirement } from "./require";
import { resolve } from "./resolve";
import { unreadable } from "./unreadable";
import { version } from "./version";
import { waysOut } from "./ways-out";

/** What was judged, without the ways out, and the facts behind it. */
type Judgement = Omit<Verdict, "waysOut" | "facts"> & { readonly resolved: Facts };

/** Judges every axis of one question. Pure, and never throws, whatever the question holds. */
function judge(question: Question): Judgement {
  const facts = resolve(question);
  const strict = question?.strict === true;
  const findings = withUnreadable(overDrivers(facts), question);
  const axes: AxisResult[] = findings.map(([axis, finding]) => asResult(axis, finding, strict));
  const assumptions = strict ? [] : assumptionsOf(findings);
  const status = worst(axes.map((axis) => axis.status));
  return {
    status: status === "not-applicable" ? "undecided" : status,
    axes,
    assumptions,
    contradictions: facts.contradictions.map(({ text }) => text),
    catalog: CATALOG_DATE,
    resolved: facts,
  };
}

function assumptionsOf(findings: Findings): string[] {
  const texts: string[] = [];
  for (const [, { assumes }] of findings) for (const { text } of assumes ?? []) if (!texts.includes(text)) texts.push(text);
  return texts;
}

type Findings = readonly (readonly [Axis, Finding])[];

/** A given field that nobody can read leaves its axis open; only a failure stands without it. */
function withUnreadable(findings: Findings, question: Question): Findings {
  const open = unreadable(question);
  if (open.length === 0) return findings;
  return findings.map(([axis, finding]) => {
    const own = open.filter((slip) => slip.axis === axis);
    if (own.length === 0 || finding.status === "fail") return [axis, finding];
    const texts = own.map(({ text }) => text);
    return [
      axis,
      undecided(
        [...texts, ...(finding.status === "undecided" ? [finding.reason] : [])].join("; "),
        [...own.map(({ field }) => field), ...(finding.missing ?? [])],
        finding.rows,
      ),
    ];
  });
}

/** An AMI can hold several drivers without a source for which one loads: then an axis is decided where all of them agree. */
function overDrivers(facts: Facts): Findings {
  const candidates = facts.driver ? undefined : facts.driverCandidates;
  if (!candidates) return axesOf(facts);
  const all = candidates.value.map((driver) => axesOf({ ...facts, driver: { ...candidates, value: driver } }));
  const text = candidates.value.join(" or ");
  return axesOf(facts).map(([axis], i) => {
    const each = all.map((findings) => findings[i]?.[1]).filter((finding) => finding !== undefined);
    return [axis, overPossible(each, `the AMI brings driver ${text}, and which one loads decides`, ["driver"])];
  });
}

function axesOf(facts: Facts): Findings {
  const library = compat(facts);
  return [
    ["version", version(facts, library)],
    ["require", requirement(facts)],
    ["compat", library.finding],
    ["architecture", architecture(facts, canJit(facts, library.active))],
    ["kernel-module", kernelModule(facts)],
    ["fabric", fabric(facts)],
    ["partition", partition(facts)],
    ["features", features(facts)],
    ["firmware", firmware(facts)],
  ];
}

/** PTX of the container's CUDA can be compiled by what loads: the driver's own compiler, or the compat library's. */
function canJit(facts: Facts, active: boolean | undefined): Jit {
  const { cuda, driver, compat: library } = facts;
  if (!cuda || !driver || active === undefined) return undefined;
  const effective = active && typeof library?.value === "string" ? library.value : driver.value;
  const span = driverSpan(effective);
  const modes = cudaSpan(cuda.value).flatMap((needed) => [versionMode(span.low, needed).value, versionMode(span.high, needed).value]);
  if (modes.every((mode) => mode === "native")) return true;
  if (modes.every((mode) => mode === "minor-version")) return false;
  return undefined;
}

/** Will it run? One status an axis, the assumptions, and the cheapest ways out. Facts and ways out are worked out when they are first read. */
export function verdict(question: Question): Verdict {
  const judged = judge(question);
  let found: Verdict["waysOut"] | undefined;
  let facts: Verdict["facts"] | undefined;
  return {
    status: judged.status,
    axes: judged.axes,
    assumptions: judged.assumptions,
    ...(judged.contradictions === undefined ? {} : { contradictions: judged.contradictions }),
    catalog: judged.catalog,
    get facts() {
      facts ??= describeFacts(judged.resolved);
      return facts;
    },
    get waysOut() {
      found ??= waysOut(question, judged, judge);
      return found;
    },
  };
}
