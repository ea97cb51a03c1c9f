import type { Image } from "./image";
import { ngcPytorchImages } from "./ngc-pytorch";
import { pytorchImages } from "./pytorch";
import { servingImages } from "./serving";
import { tensorrtImages } from "./tensorrt";
import { tritonImages } from "./triton";

let decoded: Readonly<Record<string, Image>> | undefined;

/** Every known image by full reference; decoded on first use. */
export function images(): Readonly<Record<string, Image>> {
  decoded ??= Object.fromEntries(
    [...pytorchImages(), ...ngcPytorchImages(), ...tritonImages(), ...tensorrtImages(), ...servingImages()].map((row) => [
      row.reference,
      row,
    ]),
  );
  return decoded;
}
