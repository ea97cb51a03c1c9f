import type { Confidence } from "../../sourced";
import { type AmiRelease, amiKey } from "./ami";

const CHANGELOG = "aws/amazon-ecs-ami:CHANGELOG.md@a2532d3503f2052a09ac18189b0de33918406db8";
const HISTORY = "aws/amazon-ecs-ami:NVIDIA_DRIVER_VERSION";
const AL2_DRIVER = "550.163.01";

interface Facts {
  readonly driver: string;
  readonly source: string;
  readonly confidence?: Confidence;
  readonly ids?: Readonly<Record<string, string>>;
  readonly withdrawn?: boolean;
  readonly note?: string;
}

const AL2023: Readonly<Record<string, Facts>> = {
  "20251015": { driver: "580.95.05", source: CHANGELOG },
  "20260226": {
    driver: "580.126.09",
    source: `${HISTORY} ; getmoto/moto:moto/ssm/resources/ecs/optimized_amis/us-east-1.json`,
    confidence: "derived",
    ids: { "us-east-1": "ami-09b49eab44165178f" },
    note: "between the driver file's change of 2026-02-02 and release 20260307",
  },
  "20260307": { driver: "580.126.16", source: CHANGELOG },
  "20260330": {
    driver: "580.126.09",
    source: `${CHANGELOG} ; ${HISTORY}`,
    confidence: "derived",
    note: "back from 580.126.16, because the GRID driver's bucket lagged",
  },
  "20260514": { driver: "580.159.03", source: HISTORY },
  "20260818": { driver: "580.178.04", source: CHANGELOG, withdrawn: true, note: "reverted on 2026-08-19" },
  "20260820": { driver: "580.159.03", source: CHANGELOG },
};

const AL2: Readonly<Record<string, Facts>> = {
  "20251015": { driver: AL2_DRIVER, source: CHANGELOG },
  "20260307": { driver: AL2_DRIVER, source: CHANGELOG },
  "20260514": { driver: AL2_DRIVER, source: HISTORY },
};

const rows = (family: string, releases: Readonly<Record<string, Facts>>): AmiRelease[] =>
  Object.entries(releases).map(([release, { driver, confidence = "seen", ...facts }]) => ({
    key: amiKey(family, release),
    family,
    release,
    drivers: [driver],
    ...facts,
    checked: "2026-11-23",
    confidence,
  }));

/** Decoded on first use. */
export const ecsReleases = (): AmiRelease[] => [...rows("ecs-gpu-al2", AL2), ...rows("ecs-gpu-al2023", AL2023)];
