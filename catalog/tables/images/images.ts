import type { Image } from "./image";
import { NGC_PYTORCH } from "./ngc-pytorch";
import { pytorchImages } from "./pytorch";
import { TENSORRT } from "./tensorrt";
import { TRITON } from "./triton";

let decoded: Readonly<Record<string, Image>> | undefined;

/** Every known image by full reference; decoded on first use. */
export function images(): Readonly<Record<string, Image>> {
  decoded ??= Object.fromEntries([...pytorchImages(), ...NGC_PYTORCH, ...TRITON, ...TENSORRT].map((row) => [row.reference, row]));
  return decoded;
}
