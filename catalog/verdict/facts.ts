import type { Feature, InjectionMode, KernelModule } from "../question";
import type { RowRef } from "../sourced";
import type { Architecture } from "../tables/gpus";

/** Who says so. `given` is the question itself, `derived` follows from the form of a name. */
type Origin = "given" | "catalog" | "declared" | "derived";

/** One fact that may be judged by; what is only recalled is kept apart, in `Facts.recalled`. */
export interface Fact<T> {
  readonly value: T;
  readonly origin: Origin;
  readonly rows: readonly RowRef[];
}

/** Class of a GPU, as far as forward compatibility and brands ask for it. */
export type GpuClass = "data-center" | "consumer" | "workstation";

export interface GpuFacts {
  /** Name as in the catalog; absent where only the compute capability is known. */
  readonly name?: string;
  readonly computeCapability: string;
  readonly architecture?: Architecture;
  readonly class?: GpuClass;
  /** First driver whose device table names it, or that a vendor requires. */
  readonly minDriver?: string;
  /** `minDriver` is a vendor's requirement, not only a first mention. */
  readonly minDriverRequired?: boolean;
  readonly openModule?: "required" | "supported" | "unsupported";
}

/** How the image itself puts its compat libraries into use. */
export type CompatUse = "path" | "entrypoint";

/** What the question and the rows say, after given facts have won over rows. */
export interface Facts {
  /** As the question names them. */
  readonly ami?: string;
  readonly instanceType?: string;
  readonly driver?: Fact<string>;
  /** The AMI holds several drivers, and the rows do not say which one loads. */
  readonly driverCandidates?: Fact<readonly string[]>;
  /** Why the AMI gives no driver. */
  readonly driverReason?: string;
  /** EC2 family that the AMI's notes do not name. */
  readonly unlistedFamily?: Fact<string>;
  readonly gpu?: Fact<GpuFacts>;
  readonly gpuCount?: Fact<number>;
  readonly gpuMemoryMiB?: Fact<number>;
  readonly fractional?: Fact<boolean>;
  readonly nvswitch?: Fact<boolean>;
  /** The GPU is named in its SXM form. */
  readonly sxm?: boolean;
  /** The GPU is named as a virtual one. */
  readonly virtual?: boolean;
  readonly hostArchitecture?: Fact<"x86_64" | "arm64">;
  /** What the AMI is built for. */
  readonly amiArchitecture?: Fact<"x86_64" | "arm64">;
  readonly kernelModule?: Fact<KernelModule>;
  readonly containerToolkit?: Fact<string | false>;
  readonly injectionMode?: Fact<InjectionMode>;
  readonly fabricManager?: Fact<string | false>;
  readonly mig?: Fact<string | false>;
  readonly gspFirmware?: Fact<string | false>;
  readonly cuda?: Fact<string>;
  /** What `NVIDIA_REQUIRE_CUDA` says; several where a tag was built again with another list, and which build it is is not known. */
  readonly require?: Fact<readonly string[]>;
  readonly disableRequire?: boolean;
  readonly compat?: Fact<string | false>;
  readonly compatUse?: Fact<CompatUse>;
  readonly torch?: Fact<string>;
  readonly architectures?: Fact<readonly string[]>;
  /** All that any public wheel of this torch version was compiled for, where which wheel it is is not known. */
  readonly anyWheel?: Fact<readonly string[]>;
  /** Lowest compute capability that the notes of the image support. */
  readonly minComputeCapability?: Fact<string>;
  /** Absent where the question does not say. */
  readonly features?: readonly Feature[];
  readonly gpuMemoryGiB?: number;
  /** The host comes from an AMI that the catalog knows. */
  readonly knownAmi: boolean;
  /** The image has a row, so what the row does not say is not simply unknown. */
  readonly knownImage: boolean;
  /** The question names an image. */
  readonly image?: string;
  /** Facts that nobody may enforce: field to text. */
  readonly recalled: Readonly<Record<string, { readonly text: string; readonly row: RowRef }>>;
  /** Given facts that cannot be read, or that contradict a row, in words. */
  readonly contradictions: readonly { readonly text: string; readonly rows: readonly RowRef[] }[];
}
