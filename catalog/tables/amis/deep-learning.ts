import { type AmiRelease, amiKey } from "./ami";
import { DEEP_LEARNING_ARM64 } from "./deep-learning-arm64";
import { DEEP_LEARNING_X86 } from "./deep-learning-x86";

/** Decoded on first use. */
export const deepLearningReleases = (): AmiRelease[] =>
  Object.entries({ ...DEEP_LEARNING_ARM64, ...DEEP_LEARNING_X86 }).flatMap(([family, releases]) =>
    Object.entries(releases).map(([release, facts]) => ({
      key: amiKey(family, release),
      family,
      release,
      ...facts,
      checked: "2026-11-23",
      confidence: "seen",
    })),
  );
