import type { Confidence, Sourced } from "../sourced";
import { minorOf } from "../version";
import type { CpuArchitecture } from "./instance-types";

/** What a PyTorch wheel was compiled for. */
export interface FrameworkArchitecture extends Sourced {
  /** `2.8+cu128/x86_64`: the key. */
  readonly key: string;
  /** torch `major.minor`. */
  readonly torch: string;
  /** CUDA `major.minor` of the wheel. */
  readonly cuda: string;
  readonly platform: CpuArchitecture;
  /** Compute capabilities with machine code; `+PTX` marks one whose PTX is in the wheel too. */
  readonly architectures: readonly string[];
  /** Python versions, in the words of the release matrix. */
  readonly python: string;
  /** A stable wheel, not an experimental one. */
  readonly stable: boolean;
}

/** torch, Python, CUDA (a trailing `?` marks an experimental wheel), compute capabilities, where it was read. */
type Row = readonly [torch: string, python: string, cuda: string, architectures: string, proof: Proof, platform?: CpuArchitecture];
type Proof = Pick<Sourced, "source" | "confidence" | "note">;

const RELEASE = "pytorch/pytorch:RELEASE.md";
const scripts = (tag: string, confidence: Confidence = "seen", note?: string): Proof => ({
  source: `pytorch/pytorch:.ci/manywheel/build_cuda.sh@${tag} ; ${RELEASE}`,
  confidence,
  ...(note === undefined ? {} : { note }),
});

const MATRIX: Proof = { source: RELEASE, confidence: "seen" };
const BUILDER: Proof = { source: `pytorch/builder:manywheel/build_cuda.sh ; ${RELEASE}`, confidence: "seen" };
const BUILDER_BY_TIME: Proof = {
  source: `pytorch/builder:manywheel/build_cuda.sh ; ${RELEASE}`,
  confidence: "derived",
  note: "the build script has no release tag; its version was assigned by time",
};
const V2_8: Proof = {
  source: `${scripts("v2.8.0").source} ; https://github.com/pytorch/pytorch/pull/158301 ; https://github.com/EutropicAI/vs-playground/pull/59`,
  confidence: "seen",
  note: "a copy of the release matrix leaves out 7.0; the build script of the tag and measured lists have it, and win",
};
const V2_9: Proof = { source: "https://github.com/pytorch/pytorch/pull/164471", confidence: "seen", note: "PTX on Linux only" };
const V2_10 = scripts("799d09f215740cc4fb78e0bd278dce469e33ddcb");
const V2_11: Proof = {
  source: `https://github.com/pytorch/pytorch/issues/182250 ; https://github.com/pytorch/pytorch/issues/172352`,
  confidence: "seen",
};

const FROM_3_7 = "3.7 5.0 6.0 7.0 7.5 8.0 8.6";
const FROM_5_0 = "5.0 6.0 7.0 7.5 8.0 8.6 9.0";
const FROM_7_0 = "7.0 7.5 8.0 8.6 9.0 10.0 12.0";
const FROM_7_5 = "7.5 8.0 8.6 9.0 10.0 12.0";
const ARM = "8.0 9.0 10.0 11.0 12.0+PTX";

/** No wheel has 8.9 or 10.3 code: its 8.6 and 10.0 code serves those. Volta left cu128 in 2.7, came back in 2.8 and left for good in 2.11. */
const ROWS: readonly Row[] = [
  ["1.12", "3.7-3.10", "11.3", FROM_3_7, BUILDER],
  ["1.12", "3.7-3.10", "11.6?", FROM_3_7, BUILDER],
  ["1.13", "3.7-3.10", "11.6", FROM_3_7, BUILDER],
  ["1.13", "3.7-3.10", "11.7?", FROM_3_7, BUILDER],
  ["2.0", "3.8-3.11", "11.7", FROM_3_7, BUILDER],
  ["2.0", "3.8-3.11", "11.8?", `${FROM_3_7} 9.0`, BUILDER],
  ["2.1", "3.8-3.11", "11.8", `${FROM_3_7} 9.0`, BUILDER_BY_TIME],
  ["2.1", "3.8-3.11", "12.1?", FROM_5_0, BUILDER_BY_TIME],
  ["2.2", "3.8-3.11 (3.12 experimental)", "11.8", `${FROM_3_7} 9.0`, BUILDER_BY_TIME],
  ["2.2", "3.8-3.11 (3.12 experimental)", "12.1?", FROM_5_0, BUILDER_BY_TIME],
  ["2.3", "3.8-3.11 (3.12 experimental)", "11.8", `${FROM_3_7} 9.0`, BUILDER_BY_TIME],
  ["2.3", "3.8-3.11 (3.12 experimental)", "12.1?", FROM_5_0, BUILDER_BY_TIME],
  ["2.4", "3.8-3.12", "11.8", `${FROM_3_7} 9.0`, BUILDER_BY_TIME],
  ["2.4", "3.8-3.12", "12.1", FROM_5_0, BUILDER_BY_TIME],
  ["2.4", "3.8-3.12", "12.4?", FROM_5_0, BUILDER_BY_TIME],
  ["2.5", "3.9-3.12", "11.8", `${FROM_3_7} 9.0`, BUILDER_BY_TIME],
  ["2.5", "3.9-3.12", "12.1", FROM_5_0, BUILDER_BY_TIME],
  ["2.5", "3.9-3.12", "12.4", FROM_5_0, BUILDER_BY_TIME],
  ["2.6", "3.9-3.13", "11.8", `${FROM_3_7} 9.0`, scripts("v2.6.0")],
  ["2.6", "3.9-3.13", "12.4", FROM_5_0, scripts("v2.6.0", "derived", "as 12.6 in the same script and 12.4 in the one before")],
  ["2.6", "3.9-3.13", "12.6?", FROM_5_0, scripts("v2.6.0")],
  ["2.7", "3.9-3.13", "11.8", `${FROM_3_7} 9.0`, scripts("v2.7.0")],
  ["2.7", "3.9-3.13", "12.6", FROM_5_0, scripts("v2.7.0")],
  ["2.7", "3.9-3.13", "12.8?", `${FROM_7_5}+PTX`, scripts("v2.7.0")],
  ["2.8", "3.9-3.13", "12.6", FROM_5_0, MATRIX],
  ["2.8", "3.9-3.13", "12.8", FROM_7_0, V2_8],
  ["2.8", "3.9-3.13", "12.9?", `${FROM_7_0}+PTX`, V2_8],
  ["2.9", "3.10-3.14", "12.6", FROM_5_0, V2_9],
  ["2.9", "3.10-3.14", "12.8", FROM_7_0, V2_9],
  ["2.9", "3.10-3.14", "13.0?", `${FROM_7_5}+PTX`, V2_9],
  ["2.10", "3.10-3.14", "12.6", FROM_5_0, V2_10],
  ["2.10", "3.10-3.14", "12.8", FROM_7_0, V2_10],
  ["2.10", "3.10-3.14", "13.0?", `${FROM_7_5}+PTX`, V2_10],
  ["2.10", "3.10-3.14", "12.6", "8.0 9.0", V2_10, "arm64"],
  ["2.10", "3.10-3.14", "12.8", "8.0 9.0 10.0 12.0", V2_10, "arm64"],
  ["2.10", "3.10-3.14", "13.0?", ARM, V2_10, "arm64"],
  ["2.11", "3.10-3.14", "12.6", FROM_5_0, V2_11],
  ["2.11", "3.10-3.14", "12.8", FROM_7_5, V2_11],
  [
    "2.11",
    "3.10-3.14",
    "13.0",
    FROM_7_5,
    { ...V2_11, note: "the matrix adds PTX for 12.0, the build script of the tag does not, and wins" },
  ],
  ["2.12", "3.10-3.14", "12.6", FROM_5_0, MATRIX],
  ["2.12", "3.10-3.14", "13.0", `${FROM_7_5}+PTX`, MATRIX],
  ["2.12", "3.10-3.14", "13.2?", `${FROM_7_5}+PTX`, MATRIX],
  ["2.12", "3.10-3.14", "12.6", "8.0 9.0", MATRIX, "arm64"],
  ["2.12", "3.10-3.14", "13.0", ARM, MATRIX, "arm64"],
  ["2.12", "3.10-3.14", "13.2?", ARM, MATRIX, "arm64"],
  ["2.13", "3.10-3.14", "12.6", FROM_5_0, MATRIX],
  ["2.13", "3.10-3.14", "13.0", `${FROM_7_5}+PTX`, MATRIX],
  ["2.13", "3.10-3.14", "13.2?", `${FROM_7_5}+PTX`, MATRIX],
  ["2.13", "3.10-3.14", "12.6", "8.0 9.0", MATRIX, "arm64"],
  ["2.13", "3.10-3.14", "13.0", ARM, MATRIX, "arm64"],
  ["2.13", "3.10-3.14", "13.2?", ARM, MATRIX, "arm64"],
  ["2.14", "3.10-3.14 (3.15 experimental)", "12.6", FROM_5_0, MATRIX],
  ["2.14", "3.10-3.14 (3.15 experimental)", "13.0", `${FROM_7_5}+PTX`, MATRIX],
  ["2.14", "3.10-3.14 (3.15 experimental)", "13.2", `${FROM_7_5}+PTX`, MATRIX],
  ["2.14", "3.10-3.14 (3.15 experimental)", "12.6", "8.0 9.0", MATRIX, "arm64"],
  ["2.14", "3.10-3.14 (3.15 experimental)", "13.0", ARM, MATRIX, "arm64"],
  ["2.14", "3.10-3.14 (3.15 experimental)", "13.2", ARM, MATRIX, "arm64"],
];

const keyOf = (torch: string, cuda: string, platform: CpuArchitecture): string => `${torch}+cu${cuda.replace(".", "")}/${platform}`;

/** Key: `torch+cuXYZ/platform`. Wheels of other platforms and older arm64 ones were not read. */
export const FRAMEWORK_ARCHITECTURES: Readonly<Record<string, FrameworkArchitecture>> = Object.fromEntries(
  ROWS.map(([torch, python, mark, list, proof, platform = "x86_64"]: Row): [string, FrameworkArchitecture] => {
    const cuda = mark.replace("?", "");
    const key = keyOf(torch, cuda, platform);
    const row = { key, torch, cuda, platform, architectures: list.split(" "), python, stable: cuda === mark };
    return [key, { ...row, ...proof, checked: "2026-11-23" }];
  }),
);

/** The wheel of a torch version for a CUDA version, of which the first two parts count. */
export function findWheel(torch: string, cuda: string, platform: CpuArchitecture): FrameworkArchitecture | undefined {
  const key = keyOf(minorOf(torch) ?? "", minorOf(cuda) ?? "", platform);
  return Object.hasOwn(FRAMEWORK_ARCHITECTURES, key) ? FRAMEWORK_ARCHITECTURES[key] : undefined;
}
