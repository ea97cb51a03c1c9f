import { type AmiRelease, amiKey } from "./ami";
import { deepLearningArm64 } from "./deep-learning-arm64";
import { deepLearningX86 } from "./deep-learning-x86";

/** Decoded on first use. */
export const deepLearningReleases = (): AmiRelease[] =>
  Object.entries({ ...deepLearningArm64(), ...deepLearningX86() }).flatMap(([family, releases]) =>
    Object.entries(releases).map(([release, facts]) => ({
      key: amiKey(family, release),
      family,
      release,
      ...facts,
      checked: "2026-11-23",
      confidence: "seen",
    })),
  );
