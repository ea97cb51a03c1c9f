import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { PULUMI_UNKNOWN } from "../catalog/unknown";
import type { Answers } from "./answers";
import { findAnswer } from "./answers";
import { callSite, UNANSWERED_KEY } from "./call-site";
import { isOpaque } from "./opaque";
import type { Unanswered } from "./plan";
import { isOfProgram } from "./position";
import type { PlannedResource, Position } from "./resource";
import type { Sdk } from "./sdk";
import { Callbacks, transformed } from "./transforms";
import { isStack, urnOf } from "./urn";
import { decodeFields, echoed } from "./wire";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** What the monitor must know of the run. */
export interface Setting {
  readonly project: string;
  readonly stack: string;
  /** Folder whose files are the program's own. */
  readonly root: string;
  readonly answers: Answers;
}

/** The engine's side of resource registration, as a preview of an empty stack: every output that the program did not set is unknown. */
export class Monitor {
  readonly resources = new Map<string, PlannedResource>();
  readonly unanswered: Unanswered[] = [];
  outputs: Record<string, unknown> = {};
  /** Counts what the program asked for: silence means that it waits for something else. */
  activity = 0;
  readonly callbacks: Callbacks;
  readonly #stackTransforms: Callback[] = [];
  readonly #invokeTransforms: Callback[] = [];
  /** Transforms of components reach their children. */
  readonly #componentTransforms = new Map<string, readonly Callback[]>();

  constructor(
    readonly sdk: Sdk,
    readonly setting: Setting,
  ) {
    this.callbacks = new Callbacks(sdk);
  }

  async registerResource(request: messages.RegisterResourceRequest): Promise<messages.RegisterResourceResponse> {
    const { sdk, setting } = this;
    const [type, name] = [request.getType(), request.getName()];
    const parent = request.getParent() || (isStack(type) ? "" : (this.#stackUrn() ?? ""));
    const urn = urnOf(setting, type, name, parent);
    const own = request.getTransformsList();
    if (!request.getCustom() && own.length > 0) this.#componentTransforms.set(urn, own);
    const { properties, options } = await transformed(this.#caller(), request, parent, [...own, ...this.#inherited(parent)]);
    const at = this.#position(request.getStacktrace());

    const before = this.resources.get(urn);
    if (before) {
      const where = before.at ? `, first at ${before.at.file}:${before.at.line}` : "";
      throw new Error(`two resources of type ${type} are named '${name}'${where}; give one another name`);
    }
    const wire = properties?.toJavaScript() ?? {};
    const secrets: string[] = [];
    const dependencies = options.getDependsOnList().toSorted();
    const aliases = options.getAliasesList().flatMap(aliasText);
    this.resources.set(urn, {
      urn,
      type,
      name,
      custom: request.getCustom(),
      ...(parent === "" ? {} : { parent }),
      ...(options.getProvider() === "" ? {} : { provider: options.getProvider() }),
      props: decodeFields(wire, secrets),
      secrets: secrets.sort(),
      ...(dependencies.length > 0 ? { dependencies } : {}),
      ...(aliases.length > 0 ? { aliases } : {}),
      ...(options.getProtect() ? { protect: true as const } : {}),
      ...(request.getRemote() || isOpaque(type) ? { opaque: true as const } : {}),
      ...(at ? { at } : {}),
    });
    const response = new sdk.resource.RegisterResourceResponse();
    response.setUrn(urn);
    response.setId(request.getCustom() ? options.getImport() || request.getImportid() : "");
    // a component's inputs are no outputs of it; those of a remote one are made elsewhere
    response.setObject(sdk.Struct.fromJavaScript(request.getRemote() ? {} : (echoed(wire) as Record<string, never>)));
    return response;
  }

  readResource(request: messages.ReadResourceRequest): messages.ReadResourceResponse {
    const { sdk, setting } = this;
    const [type, name, id] = [request.getType(), request.getName(), request.getId()];
    const parent = request.getParent() || (this.#stackUrn() ?? "");
    const urn = urnOf(setting, type, name, parent);
    const wire = request.getProperties()?.toJavaScript() ?? {};
    const secrets: string[] = [];
    const at = this.#position(request.getStacktrace());
    const known = this.#known(type, id, name);
    const props = decodeFields(wire, secrets);
    this.resources.set(urn, {
      urn,
      type,
      name,
      custom: true,
      ...(parent === "" ? {} : { parent }),
      ...(request.getProvider() === "" ? {} : { provider: request.getProvider() }),
      props: known && type !== STACK_REFERENCE ? { ...props, ...known } : props,
      secrets: secrets.sort(),
      read: true,
      ...(at ? { at } : {}),
    });
    if (!known) {
      const kind = type === STACK_REFERENCE ? "stack-reference" : "read";
      const token = kind === "read" ? type : String(props.name ?? name);
      this.unanswered.push({ kind, token, ...(kind === "read" ? { args: { id } } : {}), ...(at ? { at } : {}) });
    }
    const response = new sdk.resource.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(sdk.Struct.fromJavaScript({ ...(echoed(wire) as Record<string, never>), ...(known as Record<string, never>) }));
    return response;
  }

  async invoke(request: messages.ResourceInvokeRequest): Promise<InvokeResponse> {
    const { sdk } = this;
    let args = request.getArgs();
    for (const transform of this.#invokeTransforms) {
      const ask = new sdk.resource.TransformInvokeRequest();
      ask.setToken(request.getTok());
      ask.setArgs(args);
      ask.setOptions(new sdk.resource.TransformInvokeOptions());
      const bytes = await this.callbacks.invoke(transform, ask.serializeBinary());
      args = sdk.resource.TransformInvokeResponse.deserializeBinary(bytes).getArgs() ?? args;
    }
    const response = new sdk.provider.InvokeResponse();
    response.setReturn(sdk.Struct.fromJavaScript(this.#answer(request.getTok(), args?.toJavaScript() ?? {}) as Record<string, never>));
    return response;
  }

  call(request: messages.ResourceCallRequest): CallResponse {
    const token = request.getTok();
    const args = decodeFields(request.getArgs()?.toJavaScript(), []);
    const answer = findAnswer(this.setting.answers.calls, token, args);
    const at = callSite.getStore()?.at;
    if (!answer) this.unanswered.push({ kind: "call", token, args, ...(at ? { at } : {}) });
    const response = new this.sdk.provider.CallResponse();
    response.setReturn(this.sdk.Struct.fromJavaScript((answer ?? { [UNANSWERED_KEY]: PULUMI_UNKNOWN }) as Record<string, never>));
    return response;
  }

  registerOutputs(request: messages.RegisterResourceOutputsRequest): void {
    if (isStack(request.getUrn().split("::")[2] ?? "")) this.outputs = decodeFields(request.getOutputs()?.toJavaScript(), []);
  }

  addStackTransform(callback: Callback): void {
    this.#stackTransforms.push(callback);
  }

  addInvokeTransform(callback: Callback): void {
    this.#invokeTransforms.push(callback);
  }

  #answer(token: string, wire: Readonly<Record<string, unknown>>): object {
    const args = decodeFields(wire, []);
    // how the SDK looks up a resource that it holds a reference to
    if (token === "pulumi:pulumi:getResource") return { urn: String(args.urn), id: "", state: {} };
    const answer = findAnswer(this.setting.answers.invokes, token, args);
    if (answer) return answer;
    const site = callSite.getStore();
    this.unanswered.push({
      kind: "invoke",
      token,
      args,
      ...(site?.awaited ? { awaited: true } : {}),
      ...(site?.at ? { at: site.at } : {}),
    });
    return { [UNANSWERED_KEY]: PULUMI_UNKNOWN };
  }

  #known(type: string, id: string, name: string): Readonly<Record<string, unknown>> | undefined {
    const { stacks, reads } = this.setting.answers;
    if (type !== STACK_REFERENCE) return reads?.find((read) => read.type === type && read.id === id)?.properties;
    const outputs = stacks?.[id] ?? stacks?.[name];
    return outputs && { outputs, secretOutputNames: [] };
  }

  #stackUrn(): string | undefined {
    for (const { urn, type } of this.resources.values()) if (isStack(type)) return urn;
    return undefined;
  }

  #inherited(parent: string): Callback[] {
    const found: Callback[] = [];
    for (let at: string | undefined = parent; at; at = this.resources.get(at)?.parent)
      found.push(...(this.#componentTransforms.get(at) ?? []));
    return [...found, ...this.#stackTransforms];
  }

  #caller() {
    return { sdk: this.sdk, invoke: this.callbacks.invoke.bind(this.callbacks) };
  }

  #position(trace: ReturnType<messages.RegisterResourceRequest["getStacktrace"]>): Position | undefined {
    for (const frame of trace?.getFramesList() ?? []) {
      const [uri, line] = [frame.getPc()?.getUri(), frame.getPc()?.getLine()];
      if (!uri || !line) continue;
      const file = decodeURIComponent(uri.replace(/^file:\/\//, "").replace(/^\/(?=[A-Za-z]:)/, ""));
      if (isOfProgram(file, this.setting.root)) return { file, line };
    }
    return undefined;
  }
}

function aliasText(alias: ReturnType<messages.TransformResourceOptions["getAliasesList"]>[number]): string[] {
  const spec = alias.getSpec();
  const text = alias.getUrn() || spec?.getName() || spec?.getType();
  return text ? [text] : [];
}
