import type { Sourced } from "../../sourced";

/** EC2 instance types from before the catalog's table. Reports name them; nobody plans with them. */
export interface EarlierInstance extends Sourced {
  readonly instanceType: string;
  readonly gpu: string;
  readonly gpuCount: number;
}

const SIZES: readonly (readonly [size: string, gpuCount: number])[] = [
  ["p2.xlarge", 1],
  ["p2.8xlarge", 8],
  ["p2.16xlarge", 16],
  ["g3s.xlarge", 1],
  ["g3.4xlarge", 1],
  ["g3.8xlarge", 2],
  ["g3.16xlarge", 4],
];

export const EARLIER_INSTANCES: Readonly<Record<string, EarlierInstance>> = Object.fromEntries(
  SIZES.map(([instanceType, gpuCount]) => [
    instanceType,
    {
      instanceType,
      gpu: instanceType.startsWith("p2") ? "K80" : "M60",
      gpuCount,
      source:
        "https://gist.github.com/mludvig/79ab1c8a1ac6490503fe9ed46748a25e ; https://gist.github.com/dudash/f88020d369ff4795f4c65d6a4f7eb541 ; https://gist.github.com/Geoyi/b84887fad3a36c1d0e4bc14144ba9af1",
      checked: "2026-11-28",
      confidence: "seen",
    },
  ]),
);
