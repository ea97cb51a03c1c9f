import { z } from "zod";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal characters");
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}/, "must be an ISO date");
const proof = { source: z.string().min(1), checked: isoDate };

/** CUDA facts read from an image's own config. An absent key is unknown, `""` and `false` say that there is none. */
const cudaFacts = z.strictObject({
  cuda: z.string().optional(),
  /** `NVIDIA_REQUIRE_CUDA`. */
  require: z.string().optional(),
  /** Driver version of `cuda-compat` in the image (`CUDA_DRIVER_VERSION`, or a declared fact). */
  compat: z.union([z.string(), z.literal(false)]).optional(),
  torch: z.string().optional(),
  architectures: z.array(z.string()).optional(),
});

const lockedImage = z.strictObject({
  /** Digest of the index, or of the manifest where the tag names a manifest. */
  digest,
  /** Platform (`linux/amd64`) to digest; absent where no source states it. */
  platforms: z.record(z.string(), digest).optional(),
  /** Compressed size in bytes over the layers of linux/amd64. */
  sizeBytes: z.number().int().positive().optional(),
  facts: cudaFacts.optional(),
  ...proof,
});

const lockedAmi = z.strictObject({
  family: z.string(),
  release: z.string(),
  kubernetes: z.string().optional(),
  owner: z.string().optional(),
  name: z.string().optional(),
  /** Region to AMI id. */
  regions: z.record(z.string(), z.strictObject({ id: z.string().regex(/^ami-[0-9a-f]+$/), deprecation: isoDate.optional() })),
  /** Driver per instance family; `*` for every other. */
  drivers: z.record(z.string(), z.string()).optional(),
  ...proof,
});

const declared = z.strictObject({
  amis: z
    .array(
      z.strictObject({
        ami: z.string(),
        driver: z.union([z.string(), z.record(z.string(), z.string())]),
        kernelModule: z.enum(["open", "proprietary", "grid"]).optional(),
        containerToolkit: z.string().optional(),
        architecture: z.enum(["x86_64", "arm64"]).optional(),
        ...proof,
      }),
    )
    .optional(),
  images: z
    .array(
      z.strictObject({
        image: z.string(),
        cuda: z.string().optional(),
        require: z.string().optional(),
        compat: z.union([z.string(), z.literal(false)]).optional(),
        torch: z.string().optional(),
        architectures: z.array(z.string()).optional(),
        ...proof,
      }),
    )
    .optional(),
  instanceTypes: z
    .array(
      z.strictObject({
        instanceType: z.string(),
        gpu: z.string(),
        gpuCount: z.number().int().positive(),
        architecture: z.enum(["x86_64", "arm64"]).optional(),
        ...proof,
      }),
    )
    .optional(),
});

/** `gpu.lock.json`: what was pinned, when and from where. Keys of `images` are full references with a tag, of `amis` `family@release[/kubernetes]`. */
export const lockSchema = z.strictObject({
  version: z.literal(1),
  images: z.record(z.string(), lockedImage).default({}),
  amis: z.record(z.string(), lockedAmi).default({}),
  declared: declared.default({}),
});

export type Lock = z.infer<typeof lockSchema>;
export type LockedImage = z.infer<typeof lockedImage>;
export type LockedAmi = z.infer<typeof lockedAmi>;
