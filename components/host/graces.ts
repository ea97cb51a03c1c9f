import { type ColdStartBudget, type ColdStartPhaseName, coldStartBudget, longestColdStart } from "../../catalog";
import { imageBytesThatFit } from "./root-volume";

/** What is known of the machines before they exist. */
export interface GraceQuestion {
  readonly instanceTypes: readonly string[];
  /** Compressed size of the image, where known. */
  readonly imageBytes?: number;
  readonly rootVolumeGiB: number;
  readonly modelGiB?: number;
}

/** Times that AWS has to leave a machine, in seconds. */
export interface Graces {
  /** From the running machine to the end of its boot gate: heartbeat of the launch hook. */
  readonly boot: number;
  /** Before a health check may count. */
  readonly healthCheck: number;
  /** From the end of the boot gate until it does its share of the work. */
  readonly warmup: number;
  /** The image is larger than what even the longest heartbeat leaves time for. */
  readonly tooLong?: string;
}

/** AWS's limits of a lifecycle hook's heartbeat. */
const HEARTBEAT = { least: 30, most: 7200 };

/** Phases are estimates, and a machine that is killed while it still pulls is replaced by one that has to pull again. */
const MARGIN = 1.5;

const wholeMinutes = (seconds: number): number => Math.ceil(seconds / 60) * 60;

/** The cold-start budget as grace periods. Where the image's size is not known, the largest that its volume can hold counts. */
export function gracesOf({ instanceTypes, imageBytes, rootVolumeGiB, modelGiB = 0 }: GraceQuestion): Graces {
  const bytes = imageBytes ?? imageBytesThatFit(rootVolumeGiB);
  const budget = longestColdStart(instanceTypes.map((instanceType) => coldStartBudget({ instanceType, imageBytes: bytes, modelGiB })));
  const boot = wholeMinutes(MARGIN * (secondsOf(budget, "boot") + secondsOf(budget, "preflight") + secondsOf(budget, "pull")));
  return {
    boot: Math.min(Math.max(boot, HEARTBEAT.least), HEARTBEAT.most),
    healthCheck: wholeMinutes(budget?.knownSeconds ?? 0),
    warmup: secondsOf(budget, "load"),
    ...(boot > HEARTBEAT.most
      ? { tooLong: `the boot may take ${boot} s, and AWS waits ${HEARTBEAT.most} s at most; use a smaller image, or put it on the AMI` }
      : {}),
  };
}

const secondsOf = (budget: ColdStartBudget | undefined, phase: ColdStartPhaseName): number =>
  budget?.phases.find((one) => one.phase === phase)?.seconds ?? 0;
