import { rowRef } from "../find/row-ref";
import { compareVersions } from "../version";
import { short } from "./draft";
import { cudaRangeOfDriver, driverSpan } from "./driver-cuda";
import type { Facts, GpuFacts } from "./facts";
import { type Assumption, type Finding, fail, notApplicable, overPossible, pass, undecided } from "./finding";
import { evaluateRequire, type RequireOutcome } from "./require-expression";
import { REQUIRE_CHECK } from "./rows/require-check";

const CHECK = rowRef("requireCheck", "legacy", REQUIRE_CHECK.legacy);
const CDI = rowRef("requireCheck", "cdi", REQUIRE_CHECK.cdi);

/** Brands that NVML can name for a class of GPU; older CLIs know fewer and say `Unknown` for the rest. */
const BRANDS = {
  "data-center": ["tesla", "nvidia", "unknown"],
  consumer: ["geforce", "geforcertx", "titan", "titanrtx"],
  workstation: ["quadro", "quadrortx", "nvidiartx", "unknown"],
} as const;

/** Axis 2: does `NVIDIA_REQUIRE_CUDA` of the image let the container start on this host? Not monotone in the driver. */
export function requirement(facts: Facts): Finding {
  const { require: expression, driver, injectionMode, containerToolkit } = facts;
  if (containerToolkit?.value === false && facts.image) {
    return fail(
      `the host has no NVIDIA Container Toolkit, so no container runtime hands the GPU to ${facts.image}`,
      containerToolkit.rows,
      [{ text: "the container runs under Docker, containerd or Podman", missing: "containerToolkit" }],
    );
  }
  if (!expression) return notApplicable("no NVIDIA_REQUIRE_CUDA of the image is known", [unknownRequire(facts)]);
  if (expression.value.every((text) => text.trim() === ""))
    return notApplicable("the image states no NVIDIA_REQUIRE_CUDA", [], expression.rows);
  if (facts.disableRequire) return notApplicable("NVIDIA_DISABLE_REQUIRE turns the check off", [], expression.rows);
  if (containerToolkit?.value === false)
    return notApplicable("no container toolkit runs on the host, so nothing checks it", [], expression.rows);
  if (injectionMode?.value === "cdi") return notApplicable("in CDI mode nothing checks NVIDIA_REQUIRE_CUDA", [], [CDI]);
  if (!driver) {
    if (expression.value.every((text) => evaluateRequire(text, {}).allowed === true))
      return pass("NVIDIA_REQUIRE_CUDA asks for nothing", expression.rows);
    return undecided(
      `whether '${start(expression.value[0] ?? "")}' lets the container start needs the driver`,
      ["driver"],
      expression.rows,
    );
  }
  const finding = overHosts(facts, expression.value, driver.value);
  const rows = [CHECK, ...expression.rows, ...driver.rows, ...(finding.rows ?? [])];
  if (finding.status === "fail" && injectionMode === undefined) return { ...openMode(finding, containerToolkit?.value), rows };
  return { ...finding, rows };
}

const unknownRequire = (facts: Facts): Assumption => ({
  text: facts.image ? "the image's NVIDIA_REQUIRE_CUDA allows this host" : "the image states no stricter NVIDIA_REQUIRE_CUDA",
  missing: "require",
});

/** From toolkit 1.18 the nvidia runtime injects by CDI by default, where nothing checks; `docker --gpus` still runs the hook that does. */
function openMode(finding: Finding, toolkit: string | false | undefined): Finding {
  if (typeof toolkit === "string" && compareVersions(toolkit, "1.18.0") >= 0) {
    return undecided(
      `${finding.reason}, where it is checked: container toolkit ${toolkit} checks it for docker --gpus and not in CDI mode`,
      ["injectionMode"],
      [CDI],
    );
  }
  return {
    ...finding,
    assumes: [
      { text: "the container toolkit checks NVIDIA_REQUIRE_CUDA (legacy mode; in CDI mode nothing does)", missing: "injectionMode" },
    ],
  };
}

/** Over each list that the image can carry, and each host that is possible. */
function overHosts(facts: Facts, expressions: readonly string[], driver: string): Finding {
  const findings = expressions.map((expression) => overDrivers(facts, expression, driver));
  if (findings.length === 1) return findings[0] as Finding;
  const [first = ""] = expressions;
  return overPossible(findings, `whether '${start(first)}' lets the container start on driver ${driver} depends on the build of the tag`, [
    "require",
  ]);
}

function overDrivers(facts: Facts, expression: string, driver: string): Finding {
  const span = driverSpan(driver);
  const drivers = span.exact ? [span.low] : samples(expression, span.low, span.high);
  const gpu = facts.gpu?.value;
  const findings = drivers.flatMap((at) => {
    const { low, high } = cudaRangeOfDriver(at);
    const cudas = low === high ? [low] : [low, high];
    return cudas.flatMap((cuda) =>
      brandsOf(gpu).map((brand) => {
        const outcome = evaluateRequire(expression, {
          driver: at,
          ...(cuda === undefined ? {} : { cuda }),
          ...(gpu === undefined ? {} : { arch: gpu.computeCapability }),
          ...(brand === undefined ? {} : { brand }),
        });
        return describe(outcome, expression, driver, low === high ? cuda : undefined, facts);
      }),
    );
  });
  const missing = [...(span.exact ? [] : (["driver"] as const)), ...(gpu?.class === undefined ? (["gpu"] as const) : [])];
  const open = `whether '${start(expression)}' lets the container start on driver ${driver} depends on the brand of the GPU`;
  return overPossible(
    findings,
    missing.length > 0 ? open : `${open} as the container CLI's version names it`,
    missing.length > 0 ? missing : ["containerToolkit"],
  );
}

const ANY_BRAND = [...new Set([...BRANDS["data-center"], ...BRANDS.consumer, ...BRANDS.workstation])];
const brandsOf = (gpu: GpuFacts | undefined): readonly (string | undefined)[] => (gpu?.class === undefined ? ANY_BRAND : BRANDS[gpu.class]);

/** Drivers of a branch on both sides of each number that the expression names. */
function samples(expression: string, low: string, high: string): string[] {
  const named = [...expression.matchAll(/driver[<>=!]+(\d[\d.]*)/gi)].map(([, version = ""]) => version);
  const inside = named.filter((version) => compareVersions(version, low) > 0 && compareVersions(version, high) < 0);
  return [low, ...inside.flatMap((version) => [version, `${version}.1`]), high];
}

const start = (expression: string): string => {
  const first = expression.trim().split(" ", 1)[0] ?? "";
  return expression.trim() === first ? short(first) : `${short(first)} ...`;
};

function describe(outcome: RequireOutcome, expression: string, driver: string, cuda: string | undefined, facts: Facts): Finding {
  if (outcome.allowed === true)
    return pass(`'${outcome.by === undefined ? start(expression) : short(outcome.by)}' of the image allows driver ${driver}`);
  if (outcome.allowed === false) {
    if (outcome.malformed)
      return fail(`the container CLI cannot read '${short(outcome.condition)}' in NVIDIA_REQUIRE_CUDA and refuses to start`);
    const brings = cuda === undefined ? "" : ` (CUDA ${cuda})`;
    const others = expression.trim().includes(" ") ? ", and no other alternative of the image names this host" : "";
    return fail(`driver ${driver}${brings} does not meet '${short(outcome.condition)}'${others}: the container is refused`);
  }
  const missing = outcome.missing.flatMap((property) =>
    property === "arch" || property === "brand" ? (["gpu"] as const) : (["driver"] as const),
  );
  return undecided(`whether '${start(expression)}' allows driver ${driver} is open${facts.gpu ? "" : " without the GPU"}`, missing);
}
