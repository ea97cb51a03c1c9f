import { findInstanceType, INSTANCE_TYPES, nearest, verdict } from "../../catalog";
import type { AxisResult, Verdict } from "../../catalog/answer";
import type { DeclaredRows } from "../../catalog/declared";
import type { Question } from "../../catalog/question";
import type { Problems } from "../../lib/invalid";
import { type DriverAmi, driverFor } from "../pins/driver-ami";
import type { MachineImage } from "../pins/pinned-image";

export interface Combination {
  readonly image: MachineImage;
  readonly ami: DriverAmi;
  readonly instanceTypes: readonly string[];
  readonly strict?: boolean;
  /** The project's own rows. */
  readonly declared?: DeclaredRows;
}

/** What was found for one acceptable type. */
export interface Judged {
  readonly instanceType: string;
  readonly driver?: string;
  readonly verdict: Verdict;
}

/** The question that a machine of this type asks of the catalog; what the project declared wins over rows. */
function questionOf({ image, ami, strict = false, declared: rows = {} }: Combination, instanceType: string): Question {
  const { driver } = driverFor(ami, instanceType);
  const own = ami.declared;
  const declared: DeclaredRows = {
    ...rows,
    amis: [...(own ? [own] : []), ...(rows.amis ?? [])],
    images: [...(image.declared ? [image.declared] : []), ...(rows.images ?? [])],
  };
  return {
    ...image.facts,
    image: image.digest === undefined ? image.reference : `${image.reference}@${image.digest}`,
    instanceType,
    ...(ami.name ? { ami: ami.name } : {}),
    ...(driver === undefined ? {} : { driver }),
    ...(own?.kernelModule === undefined ? {} : { kernelModule: own.kernelModule }),
    ...(own?.containerToolkit === undefined ? {} : { containerToolkit: own.containerToolkit }),
    strict,
    declared,
  };
}

/** The verdict for each acceptable type. */
export const judge = (combination: Combination): Judged[] =>
  combination.instanceTypes.map((instanceType) => {
    const { driver } = driverFor(combination.ami, instanceType);
    return { instanceType, ...(driver === undefined ? {} : { driver }), verdict: verdict(questionOf(combination, instanceType)) };
  });

/** CUDA of the image; the verdict's facts name their origin behind the value, `12.8 (catalog)`. */
export const cudaOf = (judged: readonly Judged[]): string | undefined => judged[0]?.verdict.facts.cuda?.split(" ", 1)[0];

const reasons = (axes: readonly AxisResult[], status: AxisResult["status"]): string =>
  axes
    .filter((axis) => axis.status === status)
    .map(({ axis, reason }) => `${axis}: ${reason}`)
    .join("; ");

/** Every reason of a verdict, and every way out. */
export function explain({ verdict: { status, axes, waysOut } }: Judged): string {
  const out = waysOut.map(({ text }) => text);
  return `${reasons(axes, status)}${out.length > 0 ? `; ways out: ${out.join(", or ")}` : ""}`;
}

/** Notes each type that cannot work, or that cannot be decided where that is asked for; types that need another AMI are no business of one group. */
export function checkVerdicts(
  judged: readonly Judged[],
  { strict = false, overridden }: { strict?: boolean; overridden: boolean },
  problems: Problems,
): void {
  judged.forEach((one, i) => {
    const { status } = one.verdict;
    if (status === "fail" && !overridden) {
      problems.add(
        `instanceTypes[${i}]`,
        `${one.instanceType} cannot run this image: ${explain(one)}; or set override with a written reason`,
      );
    }
    if (status === "undecided" && strict && !overridden)
      problems.add(`instanceTypes[${i}]`, `${one.instanceType} is undecided, and strict refuses that: ${explain(one)}`);
  });
}

/** Notes types that are not known, come twice, or cannot share one launch template. */
export function checkTypes({ ami, instanceTypes, declared }: Combination, problems: Problems): void {
  if (instanceTypes.length === 0) problems.add("instanceTypes", "needs at least one EC2 type, for example g6.xlarge");
  if (instanceTypes.length > 40) problems.add("instanceTypes", `an Auto Scaling group takes at most 40 types, got ${instanceTypes.length}`);
  instanceTypes.forEach((type, i) => {
    const path = `instanceTypes[${i}]`;
    const row = declared?.instanceTypes?.find((own) => own.instanceType === type) ?? findInstanceType(type);
    if (!row)
      problems.add(path, `'${type}' is not in the catalog; use ${nearest(type, Object.keys(INSTANCE_TYPES)).join(", ")}, or declare it`);
    else if (ami.architecture !== undefined && row.architecture !== undefined && row.architecture !== ami.architecture) {
      problems.add(
        path,
        `${type} is ${row.architecture} and ${ami.key} is ${ami.architecture}; an override has no image id, so give it a GpuInstance of its own with an AMI for ${row.architecture}`,
      );
    }
    if (instanceTypes.indexOf(type) < i) problems.add(path, `${type} is listed twice`);
  });
  const drivers = new Map<string, string[]>();
  for (const type of instanceTypes) {
    const { driver } = driverFor(ami, type);
    if (driver !== undefined) drivers.set(driver, [...(drivers.get(driver) ?? []), type]);
  }
  if (drivers.size > 1) {
    const groups = [...drivers].map(([driver, types]) => `${types.join(", ")} gets ${driver}`).join("; ");
    problems.add("instanceTypes", `${ami.key} gives these types different drivers (${groups}); make one GpuInstance for each driver`);
  }
}
