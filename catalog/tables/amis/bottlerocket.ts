import { type AmiRelease, amiKey } from "./ami";

/** Release, drivers, variants: a Kubernetes version, or `ecs-` and the number of the ECS variant. */
const ROWS: readonly (readonly [release: string, drivers: string, variants: string])[] = [
  ["1.16.1", "470.223.02", "1.23"],
  ["1.16.1", "535.129.03", "1.28"],
  ["1.40.0", "535.247.01", "1.26 1.27"],
  ["1.40.0", "570.133.20", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.43.0", "535.261.03", "1.27"],
  ["1.43.0", "570.172.08", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.44.0", "570.172.08", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.45.0", "570.172.08", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.47.0", "570.172.08", "1.28 1.29 1.30 1.31 1.32"],
  ["1.47.0", "580.65.06", "1.33 1.34"],
  ["1.48.0", "570.172.08", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.48.0", "580.65.06", "1.34"],
  ["1.50.0", "570.195.03", "1.28 1.29 1.30 1.31 1.32 1.33"],
  ["1.50.0", "580.95.05", "1.34"],
  ["1.52.0", "570.195.03", "1.29 1.30 1.31 1.32 1.33"],
  ["1.52.0", "580.95.05", "1.34"],
  ["1.55.0", "580.126.09", "1.29 1.30 1.31 1.32 1.33 1.34 1.35"],
  ["1.56.0", "580.126.09", "ecs-2 ecs-3"],
  ["1.61.0", "580.159.03", "1.30 1.31 1.32 1.33 1.34 1.35 1.36"],
  ["1.62.0", "580.159.03", "1.30 1.31 1.32 1.33 1.34 1.35 1.36"],
  ["1.65.0", "580.178.04", "1.31 1.32 1.33 1.34 1.35 1.36"],
  ["1.66.0", "580.178.04", "1.31 1.32 1.33 1.34 1.35 1.36"],
  ["1.66.0", "580.178.04 595.91.07", "1.37"],
  ["1.68.0", "580.178.04", "1.31 1.32 1.33 1.34 1.35 1.36 ecs-2 ecs-3 ecs-4"],
  ["1.68.0", "580.178.04 595.91.07", "1.37"],
];

const page = (release: string): string => {
  const line = release.split(".").slice(0, 2).join(".");
  return `https://bottlerocket.dev/en/os/${line}.x/version-information/gpu-drivers/${release}/`;
};

/** Decoded on first use. The pages name variants, not CPU architectures: the arm64 rows are derived. */
export const bottlerocketReleases = (): AmiRelease[] =>
  ROWS.flatMap(([release, drivers, variants]) =>
    variants.split(" ").flatMap((variant): AmiRelease[] => {
      const proof = { drivers: drivers.split(" "), source: page(release), checked: "2026-11-23" };
      const ecs = /^ecs-(\d)$/.exec(variant);
      if (ecs) {
        const family = `bottlerocket-ecs-${ecs[1]}-nvidia`;
        return [{ key: amiKey(family, release), family, release, ...proof, confidence: "seen" }];
      }
      const row = (family: string, confidence: "seen" | "derived"): AmiRelease => ({
        key: amiKey(family, release, variant),
        family,
        release,
        kubernetes: variant,
        ...proof,
        confidence,
      });
      return [row("bottlerocket-nvidia", "seen"), row("bottlerocket-nvidia-arm64", "derived")];
    }),
  );
