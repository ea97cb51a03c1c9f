import type { Sourced } from "../../sourced";

/** `NVIDIA_REQUIRE_CUDA` of the `nvidia/cuda` images, by CUDA `major.minor`. */
export interface CudaImageRequirement extends Sourced {
  /** The key. */
  readonly cuda: string;
  readonly brands: readonly string[];
  /** Older branches on which the images may start, because a compat library serves them. */
  readonly branches: readonly number[];
}

/** Up to 12.4 GeForce and TITAN stand in the lists; from 12.6 on they do not. */
const WITH_CONSUMER = "tesla unknown nvidia nvidiartx geforce geforcertx quadro quadrortx titan titanrtx".split(" ");
const PROFESSIONAL = "unknown grid tesla nvidia quadro quadrortx nvidiartx vapps vpc vcs vws cloudgaming".split(" ");

const row = (cuda: string, brands: readonly string[], branches: readonly number[], note: string): CudaImageRequirement => ({
  cuda,
  brands,
  branches,
  source: "https://gitlab.com/nvidia/container-images/cuda (dist/<version>/*/base/Dockerfile: NVIDIA_REQUIRE_CUDA)",
  checked: "2026-11-23",
  confidence: "seen",
  note,
});

/** Read in copies of the Dockerfiles and in environments that people printed; a rebuilt tag can carry another list. Key: CUDA `major.minor`. */
export const CUDA_IMAGE_REQUIREMENTS: Readonly<Record<string, CudaImageRequirement>> = Object.fromEntries(
  [
    row("11.8", WITH_CONSUMER, [470], "builds before November 2023 also listed 510 and 515"),
    row("12.1", WITH_CONSUMER, [470, 525], "read in a printed image history"),
    row("12.2", WITH_CONSUMER, [470, 525], "read in a copy of dist/12.2.2"),
    row("12.3", WITH_CONSUMER, [470, 525, 535], "read in a printed environment"),
    row("12.4", WITH_CONSUMER, [470, 525, 535], "read in a copy of dist/12.4.1"),
    row("12.6", PROFESSIONAL, [470, 535, 550], "read in a copy of dist/12.6.3"),
    row("12.8", PROFESSIONAL, [470, 535, 550, 560, 565], "read in a printed image history of 12.8.1"),
    row("13.0", PROFESSIONAL, [535, 550, 565, 570, 575], "read in a printed environment of 13.0.2"),
  ].map((entry) => [entry.cuda, entry]),
);

/** The expression as the images carry it. */
export const requirementOf = ({ cuda, brands, branches }: CudaImageRequirement): string =>
  [`cuda>=${cuda}`, ...branches.flatMap((branch) => brands.map((brand) => `brand=${brand},driver>=${branch},driver<${branch + 1}`))].join(
    " ",
  );
