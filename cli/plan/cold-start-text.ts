import type { ColdStartBudget } from "../../catalog";
import type { HostColdStart } from "./cold-starts";

/** `7 min 20 s`. */
const duration = (seconds: number): string => {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [minutes > 0 ? `${minutes} min` : "", rest > 0 || minutes === 0 ? `${rest} s` : ""].filter((part) => part !== "").join(" ");
};

/** How long each host takes until it works, and why; types that take the same time stand together. */
export function coldStartLines(starts: readonly HostColdStart[], fold: (text: string, by: number) => string[]): string[] {
  const groups = new Map<string, { readonly host: string; readonly budget: ColdStartBudget; readonly types: string[] }>();
  for (const { host, budget } of starts) {
    const key = JSON.stringify([host.resource.urn, budget.phases]);
    const group = groups.get(key) ?? { host: host.name, budget, types: [] };
    groups.set(key, group);
    group.types.push(budget.instanceType);
  }
  return [...groups.values()].flatMap(({ host, budget, types }) => {
    const total =
      budget.totalSeconds === undefined ? `${duration(budget.knownSeconds)}, and what is not known` : duration(budget.knownSeconds);
    return [
      ...fold(`${host} on ${types.join(" or ")}: ${total}`, 2),
      ...budget.phases.flatMap(({ phase, seconds, basis, because }) =>
        fold(`${phase}: ${seconds === undefined ? "not known" : `${duration(seconds)} (${basis})`}, ${because}`, 6),
      ),
    ];
  });
}
