/** What an update may do to the machines of a group. */
export interface RefreshQuestion {
  /** Fewest and most machines that the group may hold when an update comes. */
  readonly size: { readonly min: number; readonly max: number };
  /** Machines that can start beyond `size.max`, by reservation or quota; 0 if nobody knows. */
  readonly spare: number;
  /** Most machines that may be down at once; not given: all but one. */
  readonly mayStop?: number;
}

/** Percentages for the instance refresh, or why there are none. */
export type RefreshPlan =
  | { readonly minHealthyPercentage: number; readonly maxHealthyPercentage: number; readonly stops: number }
  | { readonly refused: string };

/** Machines that AWS keeps: the percentage of the desired number, rounded up. */
export const keptHealthy = (machines: number, minHealthyPercentage: number): number => Math.ceil((machines * minHealthyPercentage) / 100);

/**
 * Percentages with which an instance refresh always gets on, at every size that the group may have, with the machines that there are.
 *
 * AWS keeps `minHealthyPercentage` of the desired machines, rounded up, and starts new ones up to `maxHealthyPercentage`. Where no machine may stop and
 * none can start, the update waits for ever. With enough spare machines the new one starts first. Without, one must stop first, and the percentage is the
 * largest that lets it, which on a small minimum lets more than one stop on a large group: that number is `stops`.
 */
export function refreshPlan({ size: { min, max }, spare, mayStop }: RefreshQuestion): RefreshPlan {
  const least = Math.max(1, min);
  const most = Math.max(1, max);
  const launchFirst = maxHealthy(least, most, spare);
  if (launchFirst !== undefined) return { minHealthyPercentage: 100, maxHealthyPercentage: launchFirst, stops: 0 };
  // The largest percentage of which the smallest group may still lose one; a larger group may then lose one too.
  const minHealthyPercentage = Math.floor((100 * (least - 1)) / least);
  const stops = most - keptHealthy(most, minHealthyPercentage);
  const allowed = mayStop ?? Math.max(1, most - 1);
  if (stops <= allowed) return { minHealthyPercentage, maxHealthyPercentage: 100, stops };
  return { refused: refusal({ least, most, stops, allowed }) };
}

/** A percentage that is a whole machine more at the smallest size and no more than there are at the largest; undefined if there is none. */
function maxHealthy(least: number, most: number, spare: number): number | undefined {
  const percentage = 100 + Math.ceil(100 / least);
  // AWS does not say how it rounds: it has to fit both ways.
  return percentage <= 200 && Math.ceil((most * percentage) / 100) <= most + spare ? percentage : undefined;
}

function refusal({ least, most, stops, allowed }: { least: number; most: number; stops: number; allowed: number }): string {
  const spare = Math.ceil((most * (100 + Math.ceil(100 / least))) / 100) - most;
  const enough = Array.from({ length: most - least }, (_, i) => least + 1 + i).find(
    (size) => most - keptHealthy(most, Math.floor((100 * (size - 1)) / size)) <= allowed,
  );
  const ways = [
    `set update.mayStop to ${stops}`,
    ...(enough === undefined ? [] : [`raise size.min to ${enough}`]),
    `give update.spare ${spare}, if reservation and quota hold ${most + spare} machines`,
  ];
  const down = stops === most ? `all ${stops}` : `${stops} of ${most}`;
  return `an update that gets on with ${least === most ? least : `${least} to ${most}`} machines and none to spare stops ${down} at once; ${ways.join(", or ")}`;
}
