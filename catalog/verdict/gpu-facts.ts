import { findArchitecture, findGpu } from "../find/gpu";
import { confidenceOf, rowRef } from "../find/row-ref";
import type { Architecture } from "../tables/gpus";
import type { Fact, GpuFacts } from "./facts";
import { remembered } from "./remembered";
import { findOtherGpu } from "./rows/other-gpus";

/** Architecture by compute capability; 8.6 and 8.7 are Ampere, 8.9 Ada. */
function architectureOf(computeCapability: string): Architecture | undefined {
  const known = findArchitecture(computeCapability)?.architecture;
  if (known) return known;
  const [major = 0, minor = 0] = computeCapability.split(".").map(Number);
  if (major === 3) return "Kepler";
  if (major === 5) return "Maxwell";
  if (major === 6) return "Pascal";
  if (major === 7) return minor < 5 ? "Volta" : "Turing";
  if (major === 8) return minor < 9 ? "Ampere" : "Ada";
  if (major === 9) return "Hopper";
  if (major === 10 || major === 12) return "Blackwell";
  return undefined;
}

/** `A10-24Q`, `GRID A100-40C`, `A100-1-5C`: a virtual GPU is named by its model, its memory and its licence. */
const VIRTUAL = /^(?:(?:nvidia|grid|tesla)\s+)*([a-z]+\d+[a-z]*)-(?:\d+-)?\d+[abcq]$/i;

/** The model behind the name of a virtual GPU; undefined where the name is none. */
export const virtualModel = (name: string): string | undefined => VIRTUAL.exec(name.trim())?.[1];

/** A GPU by name, from the catalog's table of EC2 and data-centre models or from the wider list of other models. */
export const findGpuFacts = remembered((name: string): { readonly value: GpuFacts; readonly rows: Fact<GpuFacts>["rows"] } | undefined => {
  const model = virtualModel(name) ?? name;
  const row = findGpu(model);
  if (row) {
    const enforced = <K extends "minDriver" | "openKernelModule">(field: K) =>
      confidenceOf(row, field) === "recalled" ? undefined : row[field];
    const minDriver = enforced("minDriver");
    const openModule = enforced("openKernelModule");
    return {
      value: {
        name: row.gpu,
        computeCapability: row.computeCapability,
        architecture: row.architecture,
        ...(confidenceOf(row, "dataCenter") === "recalled"
          ? {}
          : { class: row.dataCenter ? ("data-center" as const) : ("workstation" as const) }),
        ...(minDriver === undefined ? {} : { minDriver, minDriverRequired: /platform-support|eks-ami/.test(row.minDriverSource ?? "") }),
        ...(openModule === undefined ? {} : { openModule }),
      },
      rows: [rowRef("gpus", row.gpu, row)],
    };
  }
  const other = findOtherGpu(model);
  if (!other) return undefined;
  const architecture = architectureOf(other.computeCapability);
  return {
    value: {
      name: other.gpu,
      computeCapability: other.computeCapability,
      ...(architecture === undefined ? {} : { architecture }),
      ...(other.class === undefined ? {} : { class: other.class }),
    },
    rows: [rowRef("otherGpus", other.gpu, other)],
  };
});

/** Only the compute capability is known: the class, and so forward compatibility, stays open. */
export function capabilityFacts(computeCapability: string): Fact<GpuFacts> {
  const architecture = architectureOf(computeCapability);
  return { value: { computeCapability, ...(architecture === undefined ? {} : { architecture }) }, origin: "given", rows: [] };
}
