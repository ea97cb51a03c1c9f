import { isUnknown } from "../../catalog/unknown";
import type { ContainerPlace, Containers, Unseen } from "./containers";
import { at, type Dictionary, pathOf } from "./value";

/** Where SageMaker's resources describe a container; `*` stands for each entry of a list. The last part is the property of the image. */
const PLACES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "aws:sagemaker/algorithm:Algorithm": [
    ["trainingSpecification", "trainingImage"],
    ["inferenceSpecification", "containers", "*", "image"],
  ],
  "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": [["dataQualityAppSpecification", "imageUri"]],
  "aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob": [
    ["trainingJobDefinition", "algorithmSpecification", "trainingImage"],
    ["trainingJobDefinitions", "*", "algorithmSpecification", "trainingImage"],
  ],
  "aws:sagemaker/imageVersion:ImageVersion": [["baseImage"]],
  "aws:sagemaker/model:Model": [
    ["primaryContainer", "image"],
    ["containers", "*", "image"],
  ],
  "aws:sagemaker/trainingJob:TrainingJob": [["algorithmSpecification", "trainingImage"]],
};

export const SAGEMAKER_TYPES: readonly string[] = Object.keys(PLACES);

/** In the place of an image: SageMaker's own algorithm, or a package of the model registry, which names its images itself. */
const INSTEAD = ["algorithmName", "modelPackageName"];

export function sagemakerContainersOf(type: string, props: Dictionary): Containers {
  const places: ContainerPlace[] = [];
  const unseen: Unseen[] = [];
  for (const steps of PLACES[type] ?? []) {
    const imageKey = steps.at(-1) ?? "image";
    for (const { path, value } of ownersAt(props, steps.slice(0, -1))) {
      if (isUnknown(value)) unseen.push({ path, why: "not known before the update" });
      else if (at(value, imageKey) !== undefined) places.push({ path, container: value, imageKey });
      else {
        const instead = INSTEAD.find((key) => at(value, key) !== undefined);
        const why = instead === undefined ? "absent here; whatever fills it in decides the image" : `${instead} names the image, elsewhere`;
        unseen.push({ path: joined(path, instead ?? imageKey), why });
      }
    }
  }
  return { places, unseen };
}

export const joined = (path: string, key: string): string => (path === "" ? pathOf([key]) : `${path}.${key}`);

/** The objects under the steps, with their paths; an unknown on the way stands for what lies below it. */
function ownersAt(props: Dictionary, steps: readonly string[]): { readonly path: string; readonly value: unknown }[] {
  let found: { readonly steps: readonly (string | number)[]; readonly value: unknown }[] = [{ steps: [], value: props }];
  for (const step of steps) {
    found = found.flatMap((entry) => {
      if (isUnknown(entry.value)) return [entry];
      if (step === "*") {
        return Array.isArray(entry.value) ? entry.value.map((value: unknown, index) => ({ steps: [...entry.steps, index], value })) : [];
      }
      const value = at(entry.value, step);
      return value === undefined ? [] : [{ steps: [...entry.steps, step], value }];
    });
  }
  return found.map((entry) => ({ path: pathOf(entry.steps), value: entry.value }));
}
