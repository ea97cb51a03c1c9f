import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

/** The images of this package: a folder of `images/` each. */
export const IMAGE_NAMES = ["edge", "llm-finetune", "pytorch-cuda", "triton"] as const;
export type ImageName = (typeof IMAGE_NAMES)[number];

const description = z.strictObject({
  title: z.string(),
  /** Release line, for example `v2.8`: the first part of the tag. */
  line: z.string(),
  platform: z.literal("linux/amd64"),
  /** Python `major.minor` that the requirements are locked for. */
  python: z.string(),
  /** Reference with a digest: the default of the build argument `BASE`. */
  base: z.string(),
  /** What the image is judged by, beside what the catalog knows of the base. */
  facts: z.strictObject({
    cuda: z.string(),
    torch: z.string().optional(),
    compat: z.literal(false).optional(),
    require: z.string().optional(),
  }),
  features: z.array(z.enum(["flash-attention-2", "bfloat16"])),
  /** Release of FlashAttention whose wheel is installed. */
  flashAttention: z.string().optional(),
  /** GPUs of the catalog that the image is for. */
  gpus: z.array(z.string()),
  /** Packages of `requirements.txt` that a reader looks for. */
  packages: z.array(z.string()),
  /** Service to port inside the container. */
  services: z.record(z.string(), z.number().int()),
  /** Build arguments, with the defaults of the Dockerfile. */
  arguments: z.record(z.string(), z.strictObject({ default: z.string(), description: z.string() })),
});

/** What `images/<name>/image.json` says of an image. */
export type ImageDescription = z.infer<typeof description>;

/** The build context of every image: `images/` of the package. This module may run from there or from `dist/images`. */
export function imagesFolder(): string {
  for (let at = __dirname; ; at = dirname(at)) {
    const images = join(at, "images");
    if (existsSync(join(images, "shared/run/entry.sh"))) return images;
    if (dirname(at) === at) throw new Error(`images/shared is not beside ${__dirname}; the package is incomplete, install it again`);
  }
}

export const imageDescription = (name: ImageName, root = imagesFolder()): ImageDescription =>
  description.parse(JSON.parse(readFileSync(join(root, name, "image.json"), "utf8")));
