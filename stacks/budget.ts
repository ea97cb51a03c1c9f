import { priceOf } from "../catalog";
import { ConfigError, type ConfigProblem } from "./config-problem";

/** Refuses types whose on-demand price is over the ceiling: spot is paid up to that price, too. A type without a known price is refused, not waved through. */
export function checkBudget(stack: string, region: string, instanceTypes: readonly string[], maxUsdPerHour: number | undefined): void {
  if (maxUsdPerHour === undefined) return;
  const problems = instanceTypes.flatMap((type): ConfigProblem[] => {
    const price = priceOf(type, region).onDemand?.usdPerHour;
    if (price !== undefined && price <= maxUsdPerHour) return [];
    return [
      {
        key: "gpu:maxUsdPerHour",
        problem:
          price === undefined
            ? `the catalog has no price of ${type} in ${region}, so the ceiling of ${maxUsdPerHour} USD an hour cannot be held`
            : `${type} costs up to ${price} USD an hour in ${region}, over the ceiling of ${maxUsdPerHour}`,
        fix: price === undefined ? "pulumi config rm gpu:maxUsdPerHour" : `pulumi config set gpu:maxUsdPerHour ${price}`,
      },
    ];
  });
  if (problems.length > 0) throw new ConfigError(stack, problems);
}
