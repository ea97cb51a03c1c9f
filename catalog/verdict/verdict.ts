import type { Axis, AxisResult, Verdict } from "../answer";
import { CATALOG_DATE } from "../catalog-date";
import type { Question } from "../question";
import { architecture, type Jit } from "./architecture";
import { compat } from "./compat";
import { describeFacts } from "./describe-facts";
import { driverSpan, versionMode } from "./driver-cuda";
import type { Facts } from "./facts";
import { asResult, type Finding, worst } from "./finding";
import { require } from "./require";
import { resolve } from "./resolve";
import { version } from "./version";

/** Judges every axis of one question. Pure, and never throws, whatever the question holds. */
export function judge(question: Question): Omit<Verdict, "waysOut"> & { readonly resolved: Facts } {
  const facts = resolve(question);
  const strict = question.strict === true;
  const library = compat(facts);
  const findings: [Axis, Finding][] = [
    ["version", version(facts, library)],
    ["require", require(facts)],
    ["compat", library.finding],
    ["architecture", architecture(facts, canJit(facts, library.active))],
  ];
  const axes: AxisResult[] = findings.map(([axis, finding]) => asResult(axis, finding, strict));
  const assumptions = strict ? [] : [...new Set(findings.flatMap(([, { assumes }]) => (assumes ?? []).map(({ text }) => text)))];
  const status = worst(axes.map((axis) => axis.status));
  return {
    status: status === "not-applicable" ? "undecided" : status,
    axes,
    assumptions,
    facts: describeFacts(facts),
    catalog: CATALOG_DATE,
    resolved: facts,
  };
}

/** PTX of the container's CUDA can be compiled by what loads: the driver's own compiler, or the compat library's. */
function canJit(facts: Facts, active: boolean | undefined): Jit {
  const { cuda, driver, compat: library } = facts;
  if (!cuda || !driver || active === undefined) return undefined;
  const effective = active && typeof library?.value === "string" ? library.value : driver.value;
  const span = driverSpan(effective);
  const modes = [versionMode(span.low, cuda.value).value, versionMode(span.high, cuda.value).value];
  if (modes.every((mode) => mode === "native")) return true;
  if (modes.every((mode) => mode === "minor-version")) return false;
  return undefined;
}

/** Will it run? One status an axis, the assumptions, and the cheapest ways out. */
export function verdict(question: Question): Verdict {
  const { resolved: _, ...judged } = judge(question);
  return { ...judged, waysOut: [] };
}
