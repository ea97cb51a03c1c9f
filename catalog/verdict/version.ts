import type { CompatOutcome } from "./compat";
import {
  cudaMinor,
  cudaOfDriver,
  cudaSpan,
  type DriverSpan,
  driverSpan,
  type Known,
  minimumText,
  type VersionMode,
  versionMode,
} from "./driver-cuda";
import type { Facts } from "./facts";
import { type Finding, fail, limits, overPossible, pass, undecided } from "./finding";

/** Axis 1: the CUDA of the driver, or of a compat library in use, against the CUDA of the container. */
export function version(facts: Facts, compat: CompatOutcome): Finding {
  const { cuda, driver } = facts;
  if (!cuda) {
    const recalled = facts.recalled.cuda;
    const hint = recalled ? ` (CUDA ${recalled.text} is only recalled)` : "";
    return undecided(`the CUDA version of the image is not known${hint}`, ["cuda"], recalled ? [recalled.row] : []);
  }
  if (!driver) {
    const recalled = facts.recalled.driver;
    const hint = recalled ? ` (${recalled.text} is only recalled)` : "";
    return undecided(
      `the driver of the host is not known${hint}; the image needs CUDA ${cuda.value}`,
      ["driver"],
      recalled ? [recalled.row] : [],
    );
  }
  const span = driverSpan(driver.value);
  const cudas = cudaSpan(cuda.value);
  const findings = cudas.flatMap((needed): Finding[] => [
    ...(compat.active === true ? [] : overSpan(span, (exact) => judge(exact, driver.value, needed, facts, false))),
    ...(compat.active !== false && typeof facts.compat?.value === "string"
      ? [
          compat.active === undefined && compat.unfit !== undefined
            ? fail(compat.unfit)
            : judge(facts.compat.value, driver.value, needed, facts, true),
        ]
      : []),
  ]);
  const missing = [...(span.exact ? [] : ["driver" as const]), ...(cudas.length > 1 ? ["cuda" as const] : []), ...compat.missing];
  // With or without the library it runs: then the lesser of the two is sure.
  const runs =
    compat.active === undefined &&
    span.exact &&
    cudas.length === 1 &&
    findings.every(({ status }) => status === "pass" || status === "limits");
  const sure = runs ? findings.find(({ status }) => status === "limits") : undefined;
  const result = sure ?? overPossible(findings, openReason(driver.value, cuda.value, span, compat), missing);
  return {
    ...result,
    rows: [...driver.rows, ...cuda.rows, ...(result.rows ?? [])],
    assumes: [...(result.assumes ?? []), ...compat.assumes],
  };
}

const overSpan = (span: DriverSpan, at: (driver: string) => Finding): Finding[] =>
  span.exact ? [at(span.low)] : [at(span.low), at(span.high)];

function openReason(driver: string, cuda: string, span: DriverSpan, compat: CompatOutcome): string {
  if (compat.active === undefined)
    return `whether CUDA ${cuda} runs on driver ${driver} depends on the compat library: ${compat.openReason}`;
  if (cudaSpan(cuda).length > 1)
    return `CUDA ${cuda} alone does not say the minor version, and driver ${driver} does not bring all of them`;
  return span.exact
    ? `driver ${driver} and CUDA ${cuda}: the result is open`
    : `branch ${driver} holds drivers on both sides of what CUDA ${cuda} needs`;
}

function judge(effective: string, host: string, cuda: string, facts: Facts, forward: boolean): Finding {
  const mode = versionMode(effective, cuda);
  const own = cudaOfDriver(effective);
  const brings = own ? ` (CUDA ${own.value})` : "";
  const who = forward ? `the compat library ${effective}${brings} on driver ${host}` : `driver ${host}${brings}`;
  if (mode.value === "minor-version") return minorVersion(who, cuda, facts, mode);
  if (mode.value === "native") {
    if (forward)
      return limits(
        `${who} brings CUDA ${cudaMinor(cuda)} in forward mode: where the library is not loaded, the container fails`,
        mode.rows,
      );
    return pass(`${who} runs CUDA ${cuda} natively`, mode.rows);
  }
  if (mode.value === "unknown") return undecided(`the catalog does not know which driver brings CUDA ${cuda}`, ["driver"], mode.rows);
  return fail(`${who} is too old for CUDA ${cuda}${neededText(cuda, facts)}`, mode.rows);
}

function neededText(cuda: string, facts: Facts): string {
  const need = minimumText(cuda);
  const compat = facts.compat?.value === false ? ", and the image holds no compat library" : "";
  return need ? `, which needs ${need}${compat}` : compat;
}

function minorVersion(who: string, cuda: string, facts: Facts, mode: Known<VersionMode>): Finding {
  const minor = cudaMinor(cuda);
  if (facts.features?.includes("ptx-jit")) {
    return fail(`${who} runs CUDA ${minor} in minor-version mode, which cannot compile the PTX that the software brings`, mode.rows);
  }
  const nccl = facts.features?.includes("nccl-multi-gpu") ? ", and NCCL over several GPUs can" : "";
  return limits(
    `${who} runs CUDA ${minor} in minor-version mode: machine code runs, PTX compiled at run time (Triton-lang, FlashInfer, nvrtc) fails${nccl}`,
    mode.rows,
  );
}
