import { expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { imagesArePinned } from "../../../policies/rules/images-are-pinned";
import { containing } from "../matchers";
import { DIGEST, resource } from "../resources";

const judge = (props: Record<string, unknown>) => imagesArePinned.judge(resource("kubernetes:helm.sh/v3:Release", props), {});

it("lets a chart pass whose values pin each image", () => {
  expect(judge({ chart: "nvidia-device-plugin", version: "0.17.0", values: { image: { tag: `v0.17.0@${DIGEST}` } } })).toEqual([]);
  expect(
    judge({
      chart: "triton-inference-server",
      version: "1.0.0",
      values: { image: { imageName: `nvcr.io/nvidia/tritonserver:25.03-py3@${DIGEST}` } },
    }),
  ).toEqual([]);
  const image = { tag: `2.21.0@${DIGEST}` };
  expect(judge({ chart: "keda", version: "2.21.0", values: { image: { keda: image, metricsApiServer: image, webhooks: image } } })).toEqual(
    [],
  );
});

it("names the value that takes the digest", () => {
  expect(judge({ chart: "dcgm-exporter", version: "4.0.0", values: { image: { tag: "4.0.0" } } })).toMatchObject([
    { kind: "violation", path: "values.image", remedy: containing("@sha256:") },
  ]);
  const operator = judge({
    chart: "gpu-operator",
    version: "v25.3.0",
    values: { driver: { enabled: false }, toolkit: { version: DIGEST } },
  });
  expect(operator.map(({ path }) => path)).toEqual(
    ["operator", "validator", "devicePlugin", "dcgmExporter", "gfd", "migManager"].map((part) => `values.${part}`),
  );
});

it("takes Karpenter's chart as pinned by its version, which carries the digest", () => {
  expect(judge({ chart: "oci://public.ecr.aws/karpenter/karpenter", version: "1.5.0", values: {} })).toEqual([]);
  expect(judge({ chart: "karpenter", values: {} })).toMatchObject([{ path: "version" }, { path: "values.controller.image" }]);
  expect(judge({ chart: "karpenter", version: "1.5.0", values: { controller: { image: { digest: "" } } } })).toMatchObject([
    { path: "values.controller.image" },
  ]);
});

it("says that it cannot see inside other charts, or values that are not known", () => {
  expect(judge({ chart: "jupyterhub", version: "4.0.0" })).toMatchObject([
    { kind: "undecided", path: "chart", message: containing("cannot be seen") },
  ]);
  expect(judge({ chart: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "chart" }]);
  expect(judge({ chart: "keda", version: "2.21.0", values: UNKNOWN })).toMatchObject([{ kind: "undecided", path: "values" }]);
  expect(judge({ chart: "nvidia-device-plugin", version: UNKNOWN, values: { image: { tag: UNKNOWN } }, valueYamlFiles: [] })).toMatchObject(
    [
      { kind: "undecided", path: "valueYamlFiles" },
      { kind: "undecided", path: "version" },
      { kind: "undecided", path: "values.image" },
    ],
  );
});

it("takes a range for no release, also where the version pins the images", () => {
  for (const version of ["^1.5.0", "1.x", "*", ">=1.0.0 <2.0.0", "1.5"]) {
    expect(judge({ chart: "karpenter", version, values: {} })).toMatchObject([
      { kind: "violation", path: "version", message: containing("a range") },
      { path: "values.controller.image" },
    ]);
  }
});
