import { gpuNameKey } from "../../find/gpu";
import type { Sourced } from "../../sourced";
import type { GpuClass } from "../facts";

/** A GPU model that no EC2 type of the catalog carries: older data-centre cards, workstation and consumer cards that reports name. */
export interface OtherGpu extends Sourced {
  /** The key. */
  readonly gpu: string;
  readonly computeCapability: string;
  /** Absent for the modules of Jetson: no rule of the class was read for them. */
  readonly class?: GpuClass;
}

const PROOF = {
  source: "https://developer.nvidia.com/cuda-gpus ; https://developer.nvidia.com/cuda-legacy-gpus",
  checked: "2026-11-28",
  confidence: "seen",
} as const;

/** Models by class and compute capability. A model's Ti, Super, laptop and Max-Q forms share its number. */
const MODELS: readonly (readonly [GpuClass | undefined, capability: string, names: string])[] = [
  [undefined, "5.3", "Jetson Nano"],
  [undefined, "6.2", "Jetson TX2"],
  [undefined, "7.2", "Jetson AGX Xavier,Jetson Xavier NX"],
  [undefined, "8.7", "Jetson AGX Orin,Jetson Orin NX,Jetson Orin Nano"],
  [undefined, "11.0", "Jetson T5000,Jetson T4000"],
  [undefined, "12.1", "GB10"],
  ["data-center", "3.5", "K20,K20X,K40"],
  ["data-center", "3.7", "K80"],
  ["data-center", "5.2", "M4,M40,M60"],
  ["data-center", "6.0", "P100"],
  ["data-center", "6.1", "P4,P40"],
  ["data-center", "7.0", "V100S"],
  ["data-center", "8.0", "A30,A800"],
  ["data-center", "8.6", "A2,A10,A16,A40"],
  ["data-center", "8.9", "L2,L20,L40"],
  ["data-center", "9.0", "H20,H800"],
  ["workstation", "5.2", "Quadro M4000,Quadro M5000,Quadro M6000"],
  ["workstation", "6.1", "Quadro P400,Quadro P600,Quadro P1000,Quadro P2000,Quadro P2200,Quadro P4000,Quadro P5000,Quadro P6000"],
  ["workstation", "7.0", "Quadro GV100"],
  [
    "workstation",
    "7.5",
    "Quadro RTX 3000,Quadro RTX 4000,Quadro RTX 5000,Quadro RTX 6000,Quadro RTX 8000,T400,T500,T600,T1000,T1200,T2000",
  ],
  ["workstation", "8.6", "RTX A1000,RTX A2000,RTX A3000,RTX A4000,RTX A4500,RTX A5000,RTX A5500,RTX A6000"],
  ["workstation", "8.9", "RTX 2000 Ada,RTX 3500 Ada,RTX 4000 Ada,RTX 4500 Ada,RTX 5000 Ada,RTX 6000 Ada,RTX 4000 SFF Ada"],
  [
    "workstation",
    "12.0",
    "RTX PRO 2000 Blackwell,RTX PRO 4000 Blackwell,RTX PRO 4500 Blackwell,RTX PRO 5000 Blackwell,RTX PRO 6000 Blackwell Workstation Edition,RTX PRO 6000 Blackwell Max-Q Workstation Edition",
  ],
  ["consumer", "3.0", "GeForce GTX 650,GeForce GTX 660,GeForce GTX 670,GeForce GTX 680,GeForce GTX 760,GeForce GTX 770"],
  ["consumer", "3.5", "GeForce GTX 780,GTX TITAN,GTX TITAN Black"],
  [
    "consumer",
    "5.0",
    "GeForce GTX 750,GeForce 840M,GeForce 940M,GeForce 940MX,GeForce GTX 850M,GeForce GTX 860M,GeForce GTX 950M,GeForce GTX 960M,GeForce MX110,GeForce MX130",
  ],
  ["consumer", "5.2", "GeForce GTX 950,GeForce GTX 960,GeForce GTX 970,GeForce GTX 980,GTX TITAN X"],
  [
    "consumer",
    "6.1",
    "GeForce GT 1030,GeForce GTX 1050,GeForce GTX 1060,GeForce GTX 1070,GeForce GTX 1080,TITAN X,TITAN X (Pascal),TITAN Xp,GeForce MX150,GeForce MX250,GeForce MX350",
  ],
  ["consumer", "7.0", "TITAN V"],
  [
    "consumer",
    "7.5",
    "GeForce GTX 1630,GeForce GTX 1650,GeForce GTX 1660,GeForce RTX 2050M,GeForce RTX 2060,GeForce RTX 2070,GeForce RTX 2080,TITAN RTX,GeForce MX450,GeForce MX550",
  ],
  [
    "consumer",
    "8.6",
    "GeForce RTX 2050,GeForce RTX 3050,GeForce RTX 3060,GeForce RTX 3070,GeForce RTX 3080,GeForce RTX 3090,GeForce MX570",
  ],
  ["consumer", "8.9", "GeForce RTX 4050,GeForce RTX 4060,GeForce RTX 4070,GeForce RTX 4080,GeForce RTX 4090"],
  ["consumer", "12.0", "GeForce RTX 5050,GeForce RTX 5060,GeForce RTX 5070,GeForce RTX 5080,GeForce RTX 5090"],
];

/** What is left of a product name without maker, series and form. */
const key = (name: string): string =>
  gpuNameKey(name)
    .replace(/\b(k\d\d)[cmst]\b/g, "$1") // how a Tesla board is cooled: K40c, K40m
    .replace(/\b(rtx|gtx|gt|mx)(?=\d)/g, "$1 ")
    .replace(/(?<=\d)(ti|super)\b/g, " $1")
    .replace(/\b(geforce|quadro|graphics|laptop|mobile|max q|ti|super|founders edition|generation|oem|d)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();

let byKey: ReadonlyMap<string, OtherGpu> | undefined;

export function otherGpus(): ReadonlyMap<string, OtherGpu> {
  byKey ??= new Map(
    MODELS.flatMap(([ofClass, computeCapability, names]) =>
      names
        .split(",")
        .map((gpu): [string, OtherGpu] => [key(gpu), { gpu, computeCapability, ...(ofClass ? { class: ofClass } : {}), ...PROOF }]),
    ),
  );
  return byKey;
}

/** `NVIDIA GeForce RTX 3090 Ti`, `rtx3090` and `3090` are one model to this question. */
export function findOtherGpu(name: string): OtherGpu | undefined {
  const wanted = key(name);
  const known = otherGpus();
  return known.get(wanted) ?? (/^\d{3,4}$/.test(wanted) ? (known.get(`rtx ${wanted}`) ?? known.get(`gtx ${wanted}`)) : undefined);
}
