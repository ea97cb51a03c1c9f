import type { Fact, Facts } from "./facts";

/** The facts that were judged, in words, with what is not the question's own marked by its origin. */
export function describeFacts(facts: Facts): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  const put = <T>(name: string, fact: Fact<T> | undefined, show: (value: T) => string | undefined = String): void => {
    const value = fact && show(fact.value);
    if (fact && value !== undefined) shown[name] = fact.origin === "given" ? value : `${value} (${ORIGIN[fact.origin]})`;
  };
  const orNone = (none: string) => (value: string | false) => (value === false ? none : value);
  if (facts.ami !== undefined) shown.ami = facts.ami;
  if (facts.instanceType !== undefined) shown.instanceType = facts.instanceType;
  put("driver", facts.driver);
  put("gpu", facts.gpu, (gpu) =>
    gpu.name ? `${gpu.name}, compute capability ${gpu.computeCapability}` : `compute capability ${gpu.computeCapability}`,
  );
  put("gpuCount", facts.gpuCount);
  put("kernelModule", facts.kernelModule);
  put("containerToolkit", facts.containerToolkit, orNone("none"));
  put("injectionMode", facts.injectionMode);
  put("fabricManager", facts.fabricManager, orNone("none"));
  put("mig", facts.mig, orNone("off"));
  put("gspFirmware", facts.gspFirmware, orNone("missing"));
  if (facts.image !== undefined) shown.image = facts.image;
  put("cuda", facts.cuda);
  put("require", facts.require, ([value = ""]) => (value === "" ? "none" : value.length > 60 ? `${value.slice(0, 57)}...` : value));
  put("compat", facts.compat, orNone("none"));
  put("torch", facts.torch);
  put("architectures", facts.architectures, (list) => list.join(" "));
  return shown;
}

const ORIGIN = { given: "given", catalog: "catalog", declared: "declared", derived: "derived" } as const;
