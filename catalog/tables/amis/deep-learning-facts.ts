import type { AmiRelease } from "./ami";

/** What the notes of a Deep Learning AMI say. */
export type DeepLearningFacts = Pick<
  AmiRelease,
  "drivers" | "containerToolkit" | "cuda" | "kernel" | "instanceFamilies" | "ids" | "source" | "note"
>;

/** Address of a release note. */
export const page = (name: string): string => `https://docs.amazonaws.cn/dlami/latest/devguide/${name}`;

/** The name stands in public infrastructure code; no release note with the driver was read. */
export const NAMED = "public infrastructure files, addresses not recorded; family: https://docs.amazonaws.cn/dlami/latest/devguide/";
