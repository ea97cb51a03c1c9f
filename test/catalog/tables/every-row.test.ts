import { describe, expect, it } from "vitest";
import * as catalog from "../../../catalog";

const { amiReleases, CATALOG_DATE, compareVersions, driverReleases, images, INSTANCE_TYPES, pricedTypes, priceOf } = catalog;

const prices = pricedTypes().flatMap((type) =>
  catalog.OFFERED_REGIONS.flatMap((region) => {
    const { onDemand, spotSample } = priceOf(type, region);
    return [
      ...(onDemand ? ([[`${type} ${region}`, onDemand]] as const) : []),
      ...(spotSample ? ([[`${type} ${region} spot`, spotSample]] as const) : []),
    ];
  }),
);

const PARTS = ["cloudwatch-logs", "codebuild-minute", "ebs-gp3", "ecr", "efs", "kms-key", "public-ipv4", "secret"] as const;
const servicePrices = PARTS.flatMap((part) => {
  const row = catalog.servicePriceOf(part, "us-east-1");
  return row ? [[part, row] as const] : [];
});

const TABLES: Readonly<Record<string, readonly (readonly [key: string, row: catalog.Sourced])[]>> = {
  amiFamilies: Object.entries(catalog.AMI_FAMILIES),
  amis: [...amiReleases().values()].flat().map((row) => [row.key, row]),
  architectures: Object.entries(catalog.ARCHITECTURES),
  containerToolkits: Object.entries(catalog.CONTAINER_TOOLKITS),
  cudaFamilies: Object.entries(catalog.CUDA_FAMILIES),
  cudaToolkits: Object.entries(catalog.CUDA_TOOLKITS),
  driverBranches: Object.entries(catalog.DRIVER_BRANCHES),
  driverReleases: [...driverReleases()],
  flashAttentionHardware: Object.entries(catalog.FLASH_ATTENTION_HARDWARE),
  flashAttentionReleases: Object.entries(catalog.FLASH_ATTENTION_RELEASES),
  forwardCompatibility: Object.entries(catalog.FORWARD_COMPATIBILITY),
  forwardCompatibilityBases: [["bases", catalog.FORWARD_COMPATIBILITY_BASES]],
  forwardCompatibilityHardware: [["hardware", catalog.FORWARD_COMPATIBILITY_HARDWARE]],
  frameworkArchitectures: Object.entries(catalog.FRAMEWORK_ARCHITECTURES),
  gpus: Object.entries(catalog.GPUS),
  images: Object.entries(images()),
  instanceTypes: Object.entries(INSTANCE_TYPES),
  nvlinks: Object.entries(catalog.NVLINKS),
  olderForwardCompatibility: Object.entries(catalog.OLDER_FORWARD_COMPATIBILITY),
  prices,
  servicePrices,
  vcpuQuotas: Object.entries(catalog.VCPU_QUOTAS),
  toolkitArchitectures: Object.entries(catalog.TOOLKIT_ARCHITECTURES),
};

const ADDRESS = /https:\/\/[\w.-]+\.[a-z]+(\/|$)|^[\w.-]+\/[\w.-]+(:[\w./*-]+| \(git tags\))/;
const KEY_FIELD: Readonly<Record<string, string>> = {
  amiFamilies: "family",
  architectures: "architecture",
  containerToolkits: "version",
  cudaToolkits: "version",
  driverBranches: "branch",
  driverReleases: "version",
  flashAttentionReleases: "version",
  forwardCompatibility: "cuda",
  frameworkArchitectures: "key",
  gpus: "gpu",
  images: "reference",
  instanceTypes: "instanceType",
  nvlinks: "instanceType",
  olderForwardCompatibility: "branch",
  toolkitArchitectures: "computeCapability",
  vcpuQuotas: "code",
};

describe.each(Object.entries(TABLES))("%s", (table, rows) => {
  it("has rows", () => {
    expect(rows.length).toBeGreaterThan(0);
  });

  it("says of each row where it was read", () => {
    const bare = rows.filter(([, { source }]) => !source.split(" ; ").every((part) => ADDRESS.test(part)));
    expect(bare.map(([key, { source }]) => `${key}: ${source}`)).toEqual([]);
  });

  it("was checked on a day that had come when the catalog was dated", () => {
    const wrong = rows.filter(([, { checked }]) => !/^\d{4}-\d{2}-\d{2}$/.test(checked) || checked > CATALOG_DATE);
    expect(wrong.map(([key, { checked }]) => `${key}: ${checked}`)).toEqual([]);
  });

  it("states a known confidence, never the user's own", () => {
    const wrong = rows.flatMap(([key, row]) =>
      Object.entries(row)
        .filter(([field, value]) => /confidence$/i.test(field) && !["seen", "seen-multi", "derived", "recalled"].includes(String(value)))
        .map(([field, value]) => `${key}.${field}: ${value}`),
    );
    expect(wrong).toEqual([]);
  });

  it("names a recalled source recalled", () => {
    const hidden = rows.filter(([, { source, confidence }]) => /recalled|general knowledge/.test(source) && confidence !== "recalled");
    expect(hidden.map(([key]) => key)).toEqual([]);
  });

  it("holds no field without a value", () => {
    const empty = rows.flatMap(([key, row]) =>
      Object.entries(row)
        .filter(([, value]) => value === "" || value === null || value === undefined)
        .map(([field]) => `${key}.${field}`),
    );
    expect(empty).toEqual([]);
  });

  it("keys each row by what it is about, once", () => {
    const field = KEY_FIELD[table];
    if (field) expect(rows.filter(([key, row]) => Reflect.get(row, field) !== key).map(([key]) => key)).toEqual([]);
    expect(new Set(rows.map(([key]) => key)).size).toBe(rows.length);
  });
});

describe("order", () => {
  const inOrder = (keys: readonly string[], compare: (a: string, b: string) => number) => {
    expect([...keys].sort(compare)).toEqual(keys);
  };
  const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

  it.each(["cudaToolkits", "driverBranches", "driverReleases", "containerToolkits", "forwardCompatibility", "toolkitArchitectures"])(
    "sorts %s by version",
    (table) => {
      inOrder(
        (TABLES[table] ?? []).map(([key]) => key),
        compareVersions,
      );
    },
  );

  it("sorts GPUs by name", () => {
    inOrder(Object.keys(catalog.GPUS), byText);
  });

  it("sorts instance types by family, then by vCPUs", () => {
    const rows = Object.values(INSTANCE_TYPES);
    expect([...rows].sort((a, b) => byText(a.family, b.family) || a.vcpu - b.vcpu)).toEqual(rows);
  });

  it("sorts wheels by torch, platform aside", () => {
    inOrder(
      Object.values(catalog.FRAMEWORK_ARCHITECTURES).map(({ torch }) => torch),
      compareVersions,
    );
  });

  it("sorts the releases of each AMI family", () => {
    for (const rows of amiReleases().values()) {
      inOrder(
        rows.map(({ release }) => release.replace(/^v/, "")),
        compareVersions,
      );
    }
  });
});
