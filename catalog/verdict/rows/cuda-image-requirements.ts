import type { Confidence, Sourced } from "../../sourced";

/** `NVIDIA_REQUIRE_CUDA` of the `nvidia/cuda` images, by CUDA `major.minor`. */
export interface CudaImageRequirement extends Sourced {
  /** The key. */
  readonly cuda: string;
  /** What stands behind `cuda>=<the key>`: hosts that a compat library serves. Tags are built again, and older builds carry another list. */
  readonly lists: readonly string[];
}

/** Up to 12.4 GeForce and TITAN stand in the lists; from 12.5 on they do not. */
const WITH_CONSUMER = "tesla unknown nvidia nvidiartx geforce geforcertx quadro quadrortx titan titanrtx";
const PROFESSIONAL = "unknown grid tesla nvidia quadro quadrortx nvidiartx vapps vpc vcs vws cloudgaming";
/** For a few months of 2022. */
const FEW = "tesla unknown nvidia nvidiartx quadrortx";
const FEW_WITHOUT_TESLA = "unknown nvidia nvidiartx quadrortx";

/** Whole driver branches, for each brand. */
const hosts = (brands: string, ...branches: readonly number[]): string =>
  branches.flatMap((branch) => brands.split(" ").map((brand) => `brand=${brand},driver>=${branch},driver<${branch + 1}`)).join(" ");
const tesla = (...branches: readonly number[]): string => hosts("tesla", ...branches);
const ANY_FROM_450 = `${tesla(418, 440)} driver>=450`;
const ANY_OF_450 = `${tesla(418, 440)} driver>=450,driver<451`;

const row = (cuda: string, note: string, lists: readonly string[], confidence: Confidence = "seen"): CudaImageRequirement => ({
  cuda,
  lists,
  source: "https://gitlab.com/nvidia/container-images/cuda (dist/<version>/*/base/Dockerfile: NVIDIA_REQUIRE_CUDA)",
  checked: "2026-11-28",
  confidence,
  note,
});

const COPIES = "read in public copies of the Dockerfiles; the list changed while the tag stayed";

/** Read in copies of the Dockerfiles and in environments that people printed. Key: CUDA `major.minor`. */
export const CUDA_IMAGE_REQUIREMENTS: Readonly<Record<string, CudaImageRequirement>> = Object.fromEntries(
  [
    row("10.0", COPIES, [tesla(384), tesla(384, 410)]),
    row("10.1", COPIES, [tesla(384, 396, 410), tesla(396, 410, 418)]),
    row("10.2", COPIES, [tesla(384, 396, 410, 418), tesla(396, 410, 418, 440)]),
    row("11.0", COPIES, [tesla(418, 440), tesla(418, 440, 450)]),
    row("11.1", COPIES, [tesla(418, 440, 450), ANY_OF_450, ANY_FROM_450]),
    row("11.2", COPIES, [tesla(418, 440, 450), ANY_OF_450, ANY_FROM_450]),
    row("11.3", COPIES, [ANY_FROM_450, tesla(418)]),
    row("11.4", COPIES, [ANY_FROM_450, tesla(418, 450)]),
    row("11.5", COPIES, [ANY_FROM_450, `${tesla(418, 450)} ${hosts(WITH_CONSUMER, 470)}`]),
    row("11.6", COPIES, [
      `${tesla(418, 450)} ${hosts(WITH_CONSUMER, 470)}`,
      `${tesla(418, 450)} ${hosts(FEW, 470)}`,
      `${tesla(418, 440, 450, 460)} ${hosts(FEW, 470)}`,
    ]),
    row("11.7", COPIES, [
      `${tesla(450)} ${hosts(WITH_CONSUMER, 470, 510)}`,
      `${tesla(450)} ${hosts(FEW, 470)} ${hosts(FEW_WITHOUT_TESLA, 510)}`,
    ]),
    row("11.8", "builds before November 2023 also listed 510 and 515", [hosts(WITH_CONSUMER, 470), hosts(WITH_CONSUMER, 470, 510, 515)]),
    row("12.0", COPIES, [hosts(WITH_CONSUMER, 470), `${tesla(450)} ${hosts(WITH_CONSUMER, 470, 510, 515, 520)}`]),
    row("12.1", "read in a printed image history", [hosts(WITH_CONSUMER, 470, 525)]),
    row("12.2", "read in a copy of dist/12.2.2", [hosts(WITH_CONSUMER, 470, 525)]),
    row("12.3", "read in a printed environment", [hosts(WITH_CONSUMER, 470, 525, 535)]),
    row("12.4", "read in a copy of dist/12.4.1", [hosts(WITH_CONSUMER, 470, 525, 535)]),
    row("12.5", "read up to 535 in a printed environment; 550 as in 12.6", [hosts(PROFESSIONAL, 470, 535, 550)], "derived"),
    row("12.6", "read in a copy of dist/12.6.3", [hosts(PROFESSIONAL, 470, 535, 550)]),
    row("12.8", "read in a printed image history of 12.8.1", [hosts(PROFESSIONAL, 470, 535, 550, 560, 565)]),
    row("12.9", "read in copies of dist/12.9.0 and 12.9.1", [hosts(PROFESSIONAL, 535, 550, 560, 565, 570)]),
    row("13.0", "read in a printed environment of 13.0.2", [hosts(PROFESSIONAL, 535, 550, 565, 570, 575)]),
    row("13.1", "read in a copy of dist/13.1.1", [hosts(PROFESSIONAL, 535, 550, 570, 575, 580)]),
  ].map((entry) => [entry.cuda, entry]),
);

/** The expressions that images of this CUDA carry. */
export const requirementsOf = ({ cuda, lists }: CudaImageRequirement): readonly string[] => lists.map((list) => `cuda>=${cuda} ${list}`);
