import { isUnknown } from "../../catalog";
import type { Unseen } from "./containers";
import type { ImageUses, Unpinned } from "./image-uses";
import { at, type Dictionary, isDictionary, pathOf, textAt } from "./value";

export const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";

/** Where a chart keeps its images, and where a digest goes. */
interface KnownChart {
  readonly images: readonly (readonly string[])[];
  /** The property of an image that takes a digest, and its form. */
  readonly pin: (image: string) => string;
  /** A released chart names its images by digest itself, so that its version pins them. */
  readonly pinnedByVersion?: boolean;
}

const byTag = (image: string): string => `${image}.tag: "<tag>@sha256:<digest>"`;

/**
 * The charts of a GPU cluster. Sources: aws/karpenter-provider-aws:charts/karpenter/values.yaml, kedacore/charts:keda/values.yaml,
 * NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/templates/_helpers.tpl, NVIDIA/dcgm-exporter:deployment,
 * NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml, triton-inference-server/server:deploy/k8s-onprem/values.yaml; read 2026-11-23.
 */
const CHARTS: Readonly<Record<string, KnownChart>> = {
  karpenter: { images: [["controller", "image"]], pin: (image) => `${image}.digest: "sha256:<digest>"`, pinnedByVersion: true },
  keda: {
    images: [
      ["image", "keda"],
      ["image", "metricsApiServer"],
      ["image", "webhooks"],
    ],
    pin: byTag,
  },
  "nvidia-device-plugin": { images: [["image"]], pin: byTag },
  "dcgm-exporter": { images: [["image"]], pin: byTag },
  "gpu-operator": {
    images: ["operator", "validator", "driver", "toolkit", "devicePlugin", "dcgmExporter", "gfd", "migManager"].map((part) => [part]),
    pin: (image) => `${image}.version: "sha256:<digest>"`,
  },
  "triton-inference-server": {
    images: [["image", "imageName"]],
    pin: (image) => `${image}: "nvcr.io/nvidia/tritonserver:<tag>@sha256:<digest>"`,
  },
};

/** One release; `^1.2`, `1.x` and `*` are constraints, of which the newest match is installed. */
const EXACT = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/;

const DIGEST = /(?:^|@)sha256:[0-9a-f]{64}$/;

/** What a Helm release would run. The provider renders a chart, so only those whose values we know can be read. */
export function helmImagesOf(props: Dictionary): ImageUses {
  const chart = textAt(props, "chart");
  if (isUnknown(chart)) return { uses: [], unseen: [{ path: "chart", why: "the chart is not known before the update" }] };
  const name = nameOf(chart ?? "");
  const known = Object.hasOwn(CHARTS, name) ? CHARTS[name] : undefined;
  if (!known)
    return {
      uses: [],
      unseen: [{ path: "chart", why: "a Helm release is rendered by the provider: what this chart runs cannot be seen here" }],
    };
  const unpinned: Unpinned[] = [];
  const unseen: Unseen[] = [];
  const values = at(props, "values");
  if (isUnknown(values)) return { uses: [], unseen: [{ path: "values", why: "not known before the update" }] };
  if (at(props, "valueYamlFiles") !== undefined)
    unseen.push({ path: "valueYamlFiles", why: "values from files are not read here, and may name other images" });
  const version = textAt(props, "version");
  if (isUnknown(version)) unseen.push({ path: "version", why: "not known before the update" });
  else if (version === undefined) {
    unpinned.push({
      path: "version",
      why: `the newest ${name} chart is installed, with whatever images it names`,
      remedy: "Set version to one exact release of the chart.",
    });
  } else if (!EXACT.test(version)) {
    unpinned.push({
      path: "version",
      why: `the version is a range, of which the newest ${name} chart is installed`,
      remedy: "Set version to one exact release of the chart.",
    });
  }
  for (const steps of known.images) {
    const image = at(values, ...steps);
    const path = pathOf(["values", ...steps]);
    const state = stateOf(image);
    if (state === "unknown") unseen.push({ path, why: "not known before the update" });
    else if (
      state === "open" &&
      !(known.pinnedByVersion && version !== undefined && !isUnknown(version) && EXACT.test(version) && !isEmptied(image))
    ) {
      unpinned.push({
        path,
        why: `the ${name} chart runs this image by its tag`,
        remedy: `Set ${known.pin(path.slice("values.".length))} in values.`,
      });
    }
  }
  return { uses: [], unseen, unpinned };
}

/** The last part of a name, of an `oci://` reference or of an archive's address. */
const nameOf = (chart: string): string =>
  (chart.split("/").at(-1) ?? "").replace(/(?:-v?\d+\.\d+\.\d+.*)?\.tgz$/, "").replace(/:[^:]*$/, "");

function stateOf(image: unknown): "pinned" | "open" | "unknown" {
  if (typeof image === "string") return DIGEST.test(image) ? "pinned" : "open";
  if (isUnknown(image)) return "unknown";
  // A part that is switched off runs nothing.
  if (at(image, "enabled") === false) return "pinned";
  const parts = ["digest", "tag", "version", "image"].map((key) => at(image, key));
  if (parts.some((part) => typeof part === "string" && DIGEST.test(part))) return "pinned";
  return parts.some(isUnknown) ? "unknown" : "open";
}

/** The chart's own digest was taken away. */
const isEmptied = (image: unknown): boolean => isDictionary(image) && Object.hasOwn(image, "digest") && !isUnknown(image.digest);
