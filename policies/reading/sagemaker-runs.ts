import { UNKNOWN, type Unknown } from "../../catalog";
import type { Context, Resource } from "../rule";
import { containersOf } from "./containers";
import { at, listAt, textAt } from "./value";

const TRAINING = "aws:sagemaker/trainingJob:TrainingJob";
const ENDPOINT = "aws:sagemaker/endpointConfiguration:EndpointConfiguration";
const MODEL = "aws:sagemaker/model:Model";

export const SAGEMAKER_HOST_TYPES: readonly string[] = [TRAINING, ENDPOINT];

/** An image that SageMaker starts on a type of machine, and the property that says which type. */
interface SagemakerRun {
  readonly path: string;
  /** As EC2 calls it, without `ml.`. */
  readonly type: string | Unknown;
  readonly image: string | Unknown;
}

/** A training job names both; an endpoint names models, which only a whole plan has beside it. */
export function sagemakerRunsOf(resource: Resource, { neighbours }: Context): SagemakerRun[] {
  const { type, props } = resource;
  if (type === TRAINING) {
    const path = "resourceConfig.instanceType";
    return runs(path, textAt(props, ...path.split(".")), [resource]);
  }
  const variants = listAt(props, "productionVariants");
  const models = neighbours?.targetsOf(resource, MODEL) ?? [];
  // With several models it cannot be told which of them a variant has.
  if (variants === UNKNOWN || models.length !== 1) return [];
  return variants.flatMap((variant, index) => runs(`productionVariants[${index}].instanceType`, textAt(variant, "instanceType"), models));
}

function runs(path: string, name: string | Unknown | undefined, owners: readonly Resource[]): SagemakerRun[] {
  if (name === undefined) return [];
  const type = typeof name === "string" ? name.replace(/^ml\./, "") : name;
  return owners.flatMap((owner) =>
    containersOf(owner).places.flatMap(({ container, imageKey = "image" }) => {
      const image = at(container, imageKey);
      return typeof image === "string" || image === UNKNOWN ? [{ path, type, image }] : [];
    }),
  );
}
