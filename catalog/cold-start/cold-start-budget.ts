import { findInstanceType } from "../find/instance-type";
import { ASSUMED_SECONDS, GP3_MIBPS, UNPACK_MIBPS, WRITTEN_FACTOR } from "./rates";

/** What is known of a machine and its work before it exists. Whatever is left out stays unknown in the answer, unless it says otherwise. */
export interface ColdStartQuestion {
  /** EC2 type, for example `g6.xlarge`. */
  readonly instanceType: string;
  /** Compressed bytes of the image, over the layers of one platform; 0 if the AMI holds it. */
  readonly imageBytes?: number;
  /**
   * MiB a second of the volume that the image is unpacked on.
   * @default 125, that of a gp3 volume for which nothing else is bought
   */
  readonly volumeMiBps?: number;
  /** GiB of weights that are read before the work can begin; 0 for none. */
  readonly modelGiB?: number;
  /**
   * MiB a second at which the weights come.
   * @default the slower of the volume and the type's baseline network
   */
  readonly modelMiBps?: number;
  /**
   * Seconds that the machine's own checks take, for example with NCCL.
   * @default 60, the goal of the boot gate
   */
  readonly preflightSeconds?: number;
}

export type ColdStartPhaseName = "provision" | "boot" | "preflight" | "pull" | "load";

export interface ColdStartPhase {
  readonly phase: ColdStartPhaseName;
  /** Whole seconds; absent where a fact is missing. */
  readonly seconds?: number;
  /** `sourced`: follows from numbers with a source. `given`: from the question alone. `assumed`: a round number on the safe side, or resting on one. */
  readonly basis: "sourced" | "given" | "assumed" | "unknown";
  /** How it was counted, or which fact is missing. */
  readonly because: string;
  readonly source?: string;
  /** What the question would have to say. */
  readonly missing?: keyof ColdStartQuestion;
}

export interface ColdStartBudget {
  readonly instanceType: string;
  /** In the order in which they happen. */
  readonly phases: readonly ColdStartPhase[];
  /** Of the phases that are known: a lower bound while any is not. */
  readonly knownSeconds: number;
  /** Absent while a phase is unknown. */
  readonly totalSeconds?: number;
  readonly missing: readonly (keyof ColdStartQuestion)[];
}

const MIB_PER_GIB = 1024;
const MIB = 2 ** 20;
/** Gbps are decimal, MiB are not. */
const mibpsOf = (gbps: number): number => (gbps * 1e9) / 8 / MIB;
const count = (value: number): string => String(Math.round(value * 10) / 10);

/**
 * Seconds from the request for a machine until its work can begin, on the slow side of what is known: what grace periods and time-outs have to leave. It
 * counts a request that capacity answers at once; how long there is none, nobody knows before.
 */
export function coldStartBudget(question: ColdStartQuestion): ColdStartBudget {
  const phases = [provision(), boot(question), preflight(question), pull(question), load(question)];
  const missing = phases.flatMap((phase) => phase.missing ?? []);
  const knownSeconds = phases.reduce((sum, { seconds = 0 }) => sum + seconds, 0);
  return {
    instanceType: question.instanceType,
    phases,
    knownSeconds,
    ...(missing.length === 0 ? { totalSeconds: knownSeconds } : {}),
    missing,
  };
}

/** The budget that leaves enough for each of several machines: the longest known one, unless one of them is not known. */
export function longestColdStart(budgets: readonly ColdStartBudget[]): ColdStartBudget | undefined {
  const open = budgets.filter(({ totalSeconds }) => totalSeconds === undefined);
  return (open.length > 0 ? open : budgets).reduce<ColdStartBudget | undefined>(
    (longest, one) => (longest === undefined || one.knownSeconds > longest.knownSeconds ? one : longest),
    undefined,
  );
}

const provision = (): ColdStartPhase => ({
  phase: "provision",
  seconds: ASSUMED_SECONDS.provision,
  basis: "assumed",
  because: "from the request to a running machine; a wait for capacity is not in it",
});

function boot({ instanceType }: ColdStartQuestion): ColdStartPhase {
  const fabric = findInstanceType(instanceType)?.nvswitch === true;
  return {
    phase: "boot",
    seconds: fabric ? ASSUMED_SECONDS.bootWithFabric : ASSUMED_SECONDS.boot,
    basis: "assumed",
    because: fabric ? "kernel, cloud-init, driver and Fabric Manager" : "kernel, cloud-init and driver",
  };
}

const preflight = ({ preflightSeconds }: ColdStartQuestion): ColdStartPhase => ({
  phase: "preflight",
  seconds: Math.ceil(preflightSeconds ?? ASSUMED_SECONDS.preflight),
  basis: preflightSeconds === undefined ? "assumed" : "given",
  because: "the machine checks itself",
});

function pull({ imageBytes, volumeMiBps = GP3_MIBPS.value }: ColdStartQuestion): ColdStartPhase {
  if (imageBytes === undefined)
    return {
      phase: "pull",
      basis: "unknown",
      because: "the compressed size of the image is missing; pulumi-gpu pin image reads it",
      missing: "imageBytes",
    };
  if (imageBytes === 0) return { phase: "pull", seconds: 0, basis: "given", because: "the image is there" };
  const mib = imageBytes / MIB;
  const unpacking = mib / UNPACK_MIBPS.value;
  const writing = (mib * WRITTEN_FACTOR) / volumeMiBps;
  const size = `${count(mib / MIB_PER_GIB)} GiB compressed`;
  return writing > unpacking
    ? {
        phase: "pull",
        seconds: Math.ceil(writing),
        basis: "assumed",
        because: `${size}, ${WRITTEN_FACTOR} times that written at ${count(volumeMiBps)} MiB/s`,
      }
    : {
        phase: "pull",
        seconds: Math.ceil(unpacking),
        basis: "sourced",
        because: `${size}, unpacked at ${UNPACK_MIBPS.value} MiB/s`,
        source: UNPACK_MIBPS.source,
      };
}

function load({ instanceType, modelGiB, modelMiBps, volumeMiBps = GP3_MIBPS.value }: ColdStartQuestion): ColdStartPhase {
  const start = ASSUMED_SECONDS.start;
  if (modelGiB === undefined) {
    return {
      phase: "load",
      basis: "unknown",
      because: "the size of the model is missing; 0 says that there is none",
      missing: "modelGiB",
    };
  }
  if (modelGiB === 0) return { phase: "load", seconds: start, basis: "assumed", because: "the process starts; no model is read" };
  const gbps = findInstanceType(instanceType)?.networkBaselineGbps;
  const rate = modelMiBps ?? (gbps === undefined ? undefined : Math.min(volumeMiBps, mibpsOf(gbps)));
  if (rate === undefined)
    return { phase: "load", basis: "unknown", because: `the baseline network of ${instanceType} is missing`, missing: "modelMiBps" };
  return {
    phase: "load",
    seconds: start + Math.ceil((modelGiB * MIB_PER_GIB) / rate),
    basis: "assumed",
    because: `the process starts, ${count(modelGiB)} GiB at ${count(rate)} MiB/s${modelMiBps === undefined ? ", the slower of volume and baseline network" : ""}`,
  };
}
