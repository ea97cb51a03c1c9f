import { z } from "zod";
import type { LockedFacts } from "../../lock/schema";
import { corrupt } from "./digest";

const imageConfig = z.object({
  os: z.string().optional(),
  architecture: z.string().optional(),
  variant: z.string().optional(),
  config: z.object({ Env: z.array(z.string()).nullish() }).nullish(),
});

export interface ImageConfig {
  /** `linux/amd64`; undefined where the config does not say. */
  readonly platform: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** What the config of an image says of itself. */
export function parseConfig(bytes: Buffer, what: string): ImageConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw corrupt(what, "it is no JSON");
  }
  const parsed = imageConfig.safeParse(raw);
  if (!parsed.success) throw corrupt(what, "it is no image config");
  const { os, architecture, variant, config } = parsed.data;
  const env = Object.fromEntries((config?.Env ?? []).map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]));
  const platform = os && architecture ? `${os}/${architecture}${variant ? `/${variant}` : ""}` : undefined;
  return { platform, env };
}

/**
 * The CUDA facts in an image's environment, and which variable states each.
 * - `CUDA_VERSION`, `NVIDIA_REQUIRE_CUDA`: images of nvidia/cuda, NGC and what is built on them. NGC writes four parts (`12.8.0.038`).
 * - `CUDA_DRIVER_VERSION`: NGC; the driver whose user-mode libraries lie in `_CUDA_COMPAT_PATH`. nvidia/cuda names only the package
 *   (`NV_CUDA_COMPAT_PACKAGE=cuda-compat-12-8`), not its driver: that stays unknown.
 * - `PYTORCH_VERSION`: NGC and pytorch/pytorch. The runtime images of the latter state no CUDA at all.
 * - `TORCH_CUDA_ARCH_LIST`: what torch was compiled for in NGC images; elsewhere it is a wish for later builds and says nothing of torch.
 * The label `com.nvidia.cuda.version` is left alone: NGC images carry `9.0` there whatever they hold.
 */
export function imageFacts(env: ImageConfig["env"]): { facts: LockedFacts; from: Readonly<Record<string, string>> } {
  const facts: LockedFacts = {};
  const from: Record<string, string> = {};
  const state = <K extends keyof LockedFacts>(fact: K, variable: string, value: LockedFacts[K]): void => {
    if (value === undefined) return;
    facts[fact] = value;
    from[fact] = variable;
  };
  state("cuda", "CUDA_VERSION", version(env.CUDA_VERSION));
  // A config lists its whole environment: where this one is absent, nothing will check the driver at start.
  state("require", "NVIDIA_REQUIRE_CUDA", env.NVIDIA_REQUIRE_CUDA ?? "");
  if (env.NVIDIA_DISABLE_REQUIRE !== undefined) state("disableRequire", "NVIDIA_DISABLE_REQUIRE", isTrue(env.NVIDIA_DISABLE_REQUIRE));
  state("compat", "CUDA_DRIVER_VERSION", /^\d+(\.\d+){1,2}$/.exec(env.CUDA_DRIVER_VERSION ?? "")?.[0]);
  if (namesCompat(env.LD_LIBRARY_PATH)) state("compatOnPath", "LD_LIBRARY_PATH", true);
  state("torch", "PYTORCH_VERSION", env.PYTORCH_VERSION || env.PYTORCH_BUILD_VERSION || undefined);
  if (env.NVIDIA_PYTORCH_VERSION !== undefined) state("architectures", "TORCH_CUDA_ARCH_LIST", architectures(env.TORCH_CUDA_ARCH_LIST));
  return { facts, from };
}

/** Three parts at most: the fourth is NVIDIA's build number. */
const version = (text: string | undefined): string | undefined => /^\d+\.\d+(\.\d+)?/.exec(text ?? "")?.[0];

const isTrue = (text: string): boolean => ["1", "t", "true"].includes(text.toLowerCase());

/** `…/compat` itself. NGC's `…/compat/lib` is a link that its entry point makes only where the host's driver needs it. */
const namesCompat = (path: string | undefined): boolean =>
  (path ?? "").split(":").some((folder) => /^\/usr\/local\/cuda(-[\d.]+)?\/compat\/?$/.test(folder));

const architectures = (text: string | undefined): string[] | undefined => {
  const list = (text ?? "").split(/[\s;,]+/).filter((item) => /^\d+\.\d+[a-z]?(\+PTX)?$/.test(item));
  return list.length > 0 ? list : undefined;
};
