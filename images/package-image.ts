import type { BuildContext } from "./context";
import { type ImageName, imageDescription, imagesFolder } from "./description";

/** One of this package's images, as `ImageBuild` takes it. */
export interface PackageImage {
  source: BuildContext;
  buildArgs: Record<string, string>;
  /** What the image says of CUDA, for the verdict of the machine that runs it. */
  facts: { cuda: string; torch?: string; compat?: false; require?: string };
  tagPrefix: string;
}

/**
 * An image of this package (`edge`, `llm-finetune`, `pytorch-cuda`, `triton`; the README in its folder says what is in it) with some of its build arguments.
 * @example new ImageBuild("notebook", { ...packageImage("pytorch-cuda"), registry })
 */
export function packageImage(name: ImageName, buildArgs: Record<string, string> = {}): PackageImage {
  const { facts, line } = imageDescription(name);
  return {
    source: { context: imagesFolder(), dockerfile: `${name}/Dockerfile` },
    buildArgs: buildArguments(name, buildArgs),
    facts,
    tagPrefix: `${name}-${line}`,
  };
}

function buildArguments(name: ImageName, given: Record<string, string>): Record<string, string> {
  const described = imageDescription(name).arguments;
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(described, key));
  if (unknown.length > 0)
    throw new Error(`${name} has no build argument ${unknown.join(", ")}; use ${Object.keys(described).sort().join(", ")}`);
  return { ...Object.fromEntries(Object.entries(described).map(([key, argument]) => [key, argument.default])), ...given };
}
