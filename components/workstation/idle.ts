import { assign } from "../../boot/settings";
import type { Problems } from "../../lib/invalid";

/**
 * When nobody uses the machine it sets the desired capacity of its group to 0. Use is a GPU at work, a kernel at work, a connection to Jupyter or SSH, or
 * an open session; so is a file `.keep-running` in the home. What cannot be told keeps the machine running, with a warning in the log group.
 */
export interface Idle {
  /**
   * Minutes without use, 10 to 1440. They count from 15 minutes after the start.
   * @default 60
   */
  afterMinutes?: number;
  /**
   * A GPU below this utilisation in percent, 1 to 100, is idle.
   * @default 5
   */
  gpuBelowPercent?: number;
}

/** Time to connect after a start. */
const GRACE_SECONDS = 15 * 60;

/** Notes numbers that would stop at once, or never. */
export function checkIdle({ afterMinutes = 60, gpuBelowPercent = 5 }: Idle, problems: Problems): void {
  if (!(Number.isInteger(afterMinutes) && afterMinutes >= 10 && afterMinutes <= 1440))
    problems.add("idle.afterMinutes", `must be a whole number from 10 to 1440, got ${afterMinutes}; false never stops`);
  if (!(Number.isInteger(gpuBelowPercent) && gpuBelowPercent >= 1 && gpuBelowPercent <= 100))
    problems.add("idle.gpuBelowPercent", `must be a whole number from 1 to 100, got ${gpuBelowPercent}`);
}

/** What `idle.sh` is told. */
export const idleSettings = ({ afterMinutes = 60, gpuBelowPercent = 5 }: Idle): string[] => [
  assign("IDLE_MINUTES", String(afterMinutes)),
  assign("GPU_BUSY_PERCENT", String(gpuBelowPercent)),
  assign("GRACE_SECONDS", String(GRACE_SECONDS)),
];
