import { z } from "zod";
import { formatReference, parseReference } from "../catalog/image-reference";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal characters");
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}/, "must be an ISO date, such as 2026-11-23");
const proof = { source: z.string().min(1, "must say where the fact comes from"), checked: isoDate };
const architecture = z.enum(["x86_64", "arm64"]);

/** What an image says of CUDA. An absent key is unknown; `""` and `false` say that there is none. */
const imageFacts = {
  cuda: z.string().optional(),
  /** `NVIDIA_REQUIRE_CUDA`. */
  require: z.string().optional(),
  /** Driver version of `cuda-compat` in the image (`CUDA_DRIVER_VERSION`, or a declared fact). */
  compat: z.union([z.string(), z.literal(false)]).optional(),
  torch: z.string().optional(),
  architectures: z.array(z.string()).optional(),
};

const cudaFacts = z.strictObject({
  ...imageFacts,
  /** `NVIDIA_DISABLE_REQUIRE` is set. */
  disableRequire: z.boolean().optional(),
  /** `LD_LIBRARY_PATH` names the folder of the compat libraries themselves. */
  compatOnPath: z.boolean().optional(),
});

const lockedImage = z.strictObject({
  /** Digest of the index, or of the manifest where the tag names a manifest. */
  digest,
  /** What `digest` names; absent where no source states it. */
  kind: z.enum(["index", "manifest"]).optional(),
  /** Platform (`linux/amd64`) to digest; absent where no source states it. */
  platforms: z.record(z.string(), digest).optional(),
  /** Compressed size in bytes over the layers of linux/amd64, or of the only platform. */
  sizeBytes: z.number().int().positive().optional(),
  facts: cudaFacts.optional(),
  ...proof,
});

const lockedAmi = z.strictObject({
  family: z.string(),
  /** Exact release; never `latest`. */
  release: z.string().refine((release) => release !== "latest", "must be an exact release, never latest"),
  kubernetes: z.string().optional(),
  owner: z.string().optional(),
  name: z.string().optional(),
  /** Region to AMI id; a region that nobody has looked up is absent, and `pin ami` adds it. */
  regions: z.record(
    z.string(),
    z.strictObject({ id: z.string().regex(/^ami-[0-9a-f]+$/, "must be ami- and hexadecimal characters"), deprecation: isoDate.optional() }),
  ),
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
        architecture: architecture.optional(),
        ...proof,
      }),
    )
    .optional(),
  images: z.array(z.strictObject({ image: z.string(), ...imageFacts, ...proof })).optional(),
  instanceTypes: z
    .array(
      z.strictObject({
        instanceType: z.string(),
        gpu: z.string(),
        gpuCount: z.number().int().positive(),
        architecture: architecture.optional(),
        ...proof,
      }),
    )
    .optional(),
});

const imageKey = z.string().refine((key) => {
  const reference = parseReference(key);
  return reference?.tag !== undefined && reference.digest === undefined && formatReference(reference) === key;
}, "must be a full reference with a tag and without digest, such as docker.io/pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime");

/** `gpu.lock.json`: what was pinned, when and from where. Keys of `images` are full references with a tag, of `amis` `family@release[/kubernetes]`. */
export const lockSchema = z.strictObject({
  version: z.literal(1),
  images: z.record(imageKey, lockedImage).default({}),
  amis: z.record(z.string(), lockedAmi).default({}),
  declared: declared.default({}),
});

export type Lock = z.infer<typeof lockSchema>;
export type LockedImage = z.infer<typeof lockedImage>;
export type LockedAmi = z.infer<typeof lockedAmi>;
export type LockedFacts = z.infer<typeof cudaFacts>;

export const EMPTY_LOCK: Lock = Object.freeze({ version: 1, images: {}, amis: {}, declared: {} });
