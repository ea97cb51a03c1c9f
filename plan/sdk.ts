import { createRequire } from "node:module";
import { join } from "node:path";

/** Store of one run inside the SDK: what `pulumi.runtime` calls settings. Every copy of the SDK in a process shares it. */
export interface SdkStore {
  settings: { monitor?: unknown; engine?: unknown; options: Record<string, unknown> };
  callbacks?: { shutdown(): void };
}

declare global {
  /** Where the SDK looks when it runs outside of any run. */
  var globalStore: SdkStore | undefined;
}

/** The parts of the planned program's own `@pulumi/pulumi` that a plan speaks to. */
export interface Sdk {
  readonly version: string;
  readonly runtime: typeof import("@pulumi/pulumi/runtime") & { waitForRPCs(): Promise<void> } & Record<string, unknown>;
  /** The SDK's own mark of a value that is not known. */
  readonly unknown: unknown;
  readonly state: { withLocalStorage<T>(run: () => T): T; getStore(): SdkStore };
  readonly resource: typeof import("@pulumi/pulumi/proto/resource_pb");
  readonly provider: typeof import("@pulumi/pulumi/proto/provider_pb");
  readonly engine: typeof import("@pulumi/pulumi/proto/engine_pb");
  readonly callback: typeof import("@pulumi/pulumi/proto/callback_pb");
  readonly callbackClient: typeof import("@pulumi/pulumi/proto/callback_grpc_pb");
  readonly grpc: typeof import("@grpc/grpc-js");
  readonly Struct: typeof import("google-protobuf/google/protobuf/struct_pb").Struct;
  readonly Empty: typeof import("google-protobuf/google/protobuf/empty_pb").Empty;
}

/** Loads the SDK that a program in `folder` would load. */
export function loadSdk(folder: string): Sdk {
  const at = createRequire(join(folder, "package.json"));
  try {
    at.resolve("@pulumi/pulumi");
  } catch {
    throw new Error(`@pulumi/pulumi is not installed for the program in ${folder}; run npm install there`);
  }
  const pulumi = at("@pulumi/pulumi") as { runtime: Sdk["runtime"] };
  const fromSdk = createRequire(at.resolve("@pulumi/pulumi"));
  const proto = <T>(name: string): T => at(`@pulumi/pulumi/proto/${name}`) as T;
  const { version } = at("@pulumi/pulumi/package.json") as { version: string };
  return {
    version,
    runtime: pulumi.runtime,
    unknown: (at("@pulumi/pulumi/output") as { unknown: unknown }).unknown,
    state: at("@pulumi/pulumi/runtime/state") as Sdk["state"],
    resource: proto("resource_pb"),
    provider: proto("provider_pb"),
    engine: proto("engine_pb"),
    callback: proto("callback_pb"),
    callbackClient: proto("callback_grpc_pb"),
    grpc: fromSdk("@grpc/grpc-js") as Sdk["grpc"],
    Struct: (fromSdk("google-protobuf/google/protobuf/struct_pb") as { Struct: Sdk["Struct"] }).Struct,
    Empty: (fromSdk("google-protobuf/google/protobuf/empty_pb") as { Empty: Sdk["Empty"] }).Empty,
  };
}

/**
 * The SDK writes down a stack for every promise, to find those that never settle: half the time of a large plan. A plan finds out by itself
 * where its program waits. Only in a process of our own.
 */
export function keepNoStacks(folder: string): void {
  const debuggable = createRequire(join(folder, "package.json"))("@pulumi/pulumi/runtime/debuggable") as Record<string, unknown>;
  if (typeof debuggable.debuggablePromise === "function") debuggable.debuggablePromise = <T>(promise: T): T => promise;
}
