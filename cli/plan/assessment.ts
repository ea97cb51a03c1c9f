import { CATALOG_DATE } from "../../catalog/catalog-date";
import type { FoundLock } from "../../lock/read";
import type { Plan } from "../../plan/plan";
import { judge, type PolicyConfig, type Result } from "../../policies/rules";
import { EXIT } from "../command";
import { coldStarts, type HostColdStart } from "./cold-starts";
import { type Cost, costOf } from "./cost";
import { type GpuHost, gpuHosts } from "./gpu-hosts";
import { type HostVerdict, hostVerdicts } from "./host-verdicts";

/** Everything that is said about a plan. */
export interface Assessment {
  readonly plan: Plan;
  readonly hosts: readonly GpuHost[];
  readonly verdicts: readonly HostVerdict[];
  readonly policies: readonly Result[];
  readonly cost: Cost;
  readonly coldStarts: readonly HostColdStart[];
  readonly lock?: FoundLock;
  readonly catalog: string;
  readonly summary: Summary;
}

export interface Summary {
  readonly resources: number;
  /** Errors of the program itself. */
  readonly problems: number;
  /** Broken mandatory rules, and hosts that cannot run. */
  readonly blocking: number;
  readonly advice: number;
  /** What could not be decided. */
  readonly undecided: number;
  readonly excepted: number;
}

/** Judges a plan by catalog, rules and prices. */
export function assess(plan: Plan, lock: FoundLock | undefined, config: PolicyConfig, today: string): Assessment {
  const hosts = gpuHosts(plan);
  const verdicts = hostVerdicts(hosts, lock?.lock.declared);
  const resources = plan.resources.filter(({ read }) => !read);
  const policies = judge(resources, { today, ...(lock ? { lock: lock.lock, declared: lock.lock.declared } : {}) }, config);
  return {
    plan,
    hosts,
    verdicts,
    policies,
    cost: costOf(plan, hosts),
    coldStarts: coldStarts(hosts, lock?.lock),
    ...(lock ? { lock } : {}),
    catalog: CATALOG_DATE,
    summary: summarize(plan, verdicts, policies),
  };
}

/** Exit code of `plan`. */
export function exitCode({ problems, blocking, undecided }: Summary, strict: boolean): number {
  if (problems > 0 || blocking > 0) return EXIT.fail;
  return strict && undecided > 0 ? EXIT.undecided : EXIT.ok;
}

function summarize({ resources, problems, unanswered }: Plan, verdicts: readonly HostVerdict[], policies: readonly Result[]): Summary {
  const open = policies.filter(({ excepted }) => excepted === undefined);
  const having = (status: string): number => verdicts.filter(({ verdict }) => verdict.status === status).length;
  return {
    resources: resources.length,
    problems: problems.length,
    blocking: open.filter(({ level }) => level === "mandatory").length + having("fail"),
    advice: open.filter(({ kind, level }) => kind === "violation" && level === "advisory").length,
    undecided:
      open.filter(({ kind, level }) => kind === "undecided" && level === "advisory").length +
      having("undecided") +
      resources.filter(({ opaque }) => opaque).length +
      unanswered.filter(({ awaited, kind }) => awaited || kind === "environment").length,
    excepted: policies.length - open.length,
  };
}
