import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { PULUMI_UNKNOWN } from "../catalog/unknown";
import { currentRun, noteCallSites } from "./call-site";
import { Monitor, type Setting } from "./monitor";
import type { PlanMessage, PlanProblem } from "./plan";
import { positionIn } from "./position";
import type { Sdk, SdkStore } from "./sdk";

/** One run of a program inside this process. */
export interface Run extends Setting {
  readonly organization: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

type Reply = (error: object | null, response?: unknown) => void;
type Handler = (request: never) => unknown;

/** A service of the engine as the SDK's client for it, without the way through a socket. Answers come on a later turn, as over a wire. */
function client(handlers: Readonly<Record<string, Handler>>): Record<string, (request: never, ...rest: unknown[]) => void> {
  const method =
    (handler: Handler) =>
    (request: never, ...rest: unknown[]) => {
      const reply = rest.at(-1) as Reply;
      Promise.resolve(request)
        .then(handler)
        .then(
          (response) => reply(null, response),
          (error: unknown) => {
            const message = error instanceof Error ? error.message : String(error);
            reply(Object.assign(new Error(message), { code: 2, details: message }));
          },
        );
    };
  return { ...Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, method(handler)])), close: () => {} };
}

/** A run in progress. Problems and messages grow while it goes on. */
export class ProgramRun {
  readonly monitor: Monitor;
  readonly problems: PlanProblem[] = [];
  readonly messages: PlanMessage[] = [];
  readonly #seen = new Set<unknown>();
  #store: SdkStore | undefined;
  #outerStore: SdkStore | undefined;

  constructor(
    readonly sdk: Sdk,
    readonly run: Run,
  ) {
    this.monitor = new Monitor(sdk, run);
    noteCallSites(sdk);
  }

  /** Runs the program until all that it asked is answered. Never throws: what goes wrong is a problem. */
  async start(program: () => unknown): Promise<void> {
    const { sdk, run } = this;
    const { runtime, state } = sdk;
    await currentRun.run({ root: run.root }, () =>
      state.withLocalStorage(async () => {
        // "mock" is the SDK's own word for a monitor that is an object and no address
        runtime.resetOptions(run.project, run.stack, -1, "", "mock", true, run.organization);
        this.#store = state.getStore();
        // callbacks of the program arrive through a socket, where the store of this run is out of sight
        this.#outerStore = globalThis.globalStore;
        globalThis.globalStore = this.#store;
        const { settings } = this.#store;
        Object.assign(settings.options, { rootDirectory: run.root });
        settings.monitor = client(this.#monitorService());
        settings.engine = client(this.#engineService());
        runtime.setAllConfig({ ...run.config }, [...run.secretKeys]);
        try {
          await runtime.runInPulumiStack(async () => await program());
        } catch (error) {
          this.fail(error);
        }
        await runtime.waitForRPCs();
      }),
    );
  }

  /** Ends what keeps a process alive. Nothing can be registered after it. */
  close(): void {
    this.monitor.callbacks.close();
    this.#store?.callbacks?.shutdown();
    globalThis.globalStore = this.#outerStore;
  }

  /** Adds a problem, once for each error however often it surfaces. */
  fail(error: unknown): void {
    if (this.#seen.has(error)) return;
    this.#seen.add(error);
    const message = error instanceof Error ? error.message : String(error);
    const at =
      (error instanceof Error && "at" in error ? (error.at as PlanProblem["at"]) : undefined) ?? positionIn(stackOf(error), this.run.root);
    this.problems.push({ message: this.#readable(message), ...(at ? { at } : {}) });
  }

  #readable(message: string): string {
    return message.replaceAll(PULUMI_UNKNOWN, "<unknown>");
  }

  #monitorService(): Record<string, Handler> {
    const { monitor, sdk } = this;
    const empty = () => new sdk.Empty();
    const active =
      <Request, Response>(handle: (request: Request) => Response) =>
      (request: Request): Response => {
        monitor.activity += 1;
        return handle(request);
      };
    const service = {
      supportsFeature: () => {
        const response = new sdk.resource.SupportsFeatureResponse();
        response.setHassupport(true);
        return response;
      },
      registerResource: active(monitor.registerResource.bind(monitor)),
      readResource: active(monitor.readResource.bind(monitor)),
      invoke: active(monitor.invoke.bind(monitor)),
      call: active(monitor.call.bind(monitor)),
      registerResourceOutputs: active((request: Parameters<Monitor["registerOutputs"]>[0]) => {
        monitor.registerOutputs(request);
        return empty();
      }),
      registerStackTransform: (callback: Parameters<Monitor["addStackTransform"]>[0]) => {
        monitor.addStackTransform(callback);
        return empty();
      },
      registerStackInvokeTransform: (callback: Parameters<Monitor["addInvokeTransform"]>[0]) => {
        monitor.addInvokeTransform(callback);
        return empty();
      },
      registerPackage: (request: { getName(): string }) => {
        const response = new sdk.resource.RegisterPackageResponse();
        response.setRef(request.getName());
        return response;
      },
      // hooks run around real operations, and a plan has none
      registerResourceHook: empty,
      registerErrorHook: empty,
      signalAndWaitForShutdown: empty,
    };
    return service;
  }

  #engineService(): Record<string, Handler> {
    const { sdk } = this;
    let root = "";
    const service = {
      log: (request: LogRequest) => {
        this.#log(request);
        return new sdk.Empty();
      },
      getRootResource: () => {
        const response = new sdk.engine.GetRootResourceResponse();
        response.setUrn(root);
        return response;
      },
      setRootResource: (request: { getUrn(): string }) => {
        root = request.getUrn();
        return new sdk.engine.SetRootResourceResponse();
      },
      requirePulumiVersion: () => new sdk.engine.RequirePulumiVersionResponse(),
      startDebugging: () => new sdk.Empty(),
    };
    return service;
  }

  #log(request: LogRequest): void {
    const { LogSeverity } = this.sdk.engine;
    const text = this.#readable(request.getMessage());
    const names = new Map<number, PlanMessage["severity"]>([
      [LogSeverity.INFO, "info"],
      [LogSeverity.WARNING, "warning"],
      [LogSeverity.ERROR, "error"],
    ]);
    const severity = names.get(request.getSeverity());
    if (!severity) return; // debug
    this.messages.push({ severity, text, ...(request.getUrn() === "" ? {} : { urn: request.getUrn() }) });
  }
}

const stackOf = (error: unknown): string | undefined => (error instanceof Error ? error.stack : undefined);
