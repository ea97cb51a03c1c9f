import type { KernelModule } from "./question";

/** What each declared row carries: who says so, and since when. */
export interface Declared {
  /** Where the fact comes from, for example a build log, a ticket, `pulumi-gpu doctor on i-…`. */
  readonly source: string;
  /** ISO date. */
  readonly checked: string;
}

/** A golden AMI. */
export interface DeclaredAmi extends Declared {
  /** AMI id, or `family@release`. */
  readonly ami: string;
  /** One driver for every type, or one per instance family with `*` for the rest. */
  readonly driver: string | Readonly<Record<string, string>>;
  readonly kernelModule?: KernelModule;
  readonly containerToolkit?: string;
  readonly architecture?: "x86_64" | "arm64";
}

/** A private image. */
export interface DeclaredImage extends Declared {
  /** `registry/repository:tag` or `…@sha256:…`; a digest wins over a tag. */
  readonly image: string;
  readonly cuda?: string;
  readonly require?: string;
  readonly compat?: string | false;
  readonly torch?: string;
  readonly architectures?: readonly string[];
}

/** An instance type that the catalog does not have yet. */
export interface DeclaredInstanceType extends Declared {
  readonly instanceType: string;
  /** A GPU of the catalog. */
  readonly gpu: string;
  readonly gpuCount: number;
  readonly architecture?: "x86_64" | "arm64";
}

/** Rows of the user's own, from `gpu.lock.json` or an argument. They enforce for that project. */
export interface DeclaredRows {
  readonly amis?: readonly DeclaredAmi[];
  readonly images?: readonly DeclaredImage[];
  readonly instanceTypes?: readonly DeclaredInstanceType[];
}
