import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Sdk } from "./sdk";

/** Calls back into functions of the program (transforms, hooks) the way the engine does: over the callback service that the SDK serves. */
export class Callbacks {
  readonly #clients = new Map<string, InstanceType<Sdk["callbackClient"]["CallbacksClient"]>>();

  constructor(readonly sdk: Sdk) {}

  async invoke(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const { callback: proto, callbackClient, grpc } = this.sdk;
    const target = callback.getTarget();
    const client = this.#clients.get(target) ?? new callbackClient.CallbacksClient(target, grpc.credentials.createInsecure());
    this.#clients.set(target, client);
    const message = new proto.CallbackInvokeRequest();
    message.setToken(callback.getToken());
    message.setRequest(request);
    return await new Promise((resolve, reject) => {
      client.invoke(message, (error, response) => (error ? reject(new Error(error.details)) : resolve(response.getResponse_asU8())));
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

/** A registration on its way through the transforms: what they may change. */
export interface Transformed {
  readonly properties: Struct | undefined;
  readonly options: TransformResourceOptions;
}

/** The options of a request in the form that transforms read and write. */
function optionsOf(sdk: Sdk, request: RegisterResourceRequest): TransformResourceOptions {
  const options = new sdk.resource.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  for (const [name, reference] of request.getProvidersMap().toObject()) options.getProvidersMap().set(name, reference);
  options.setHooks(request.getHooks());
  return options;
}

/** One transform after the other, each seeing what the one before made of it. */
export async function transformed(
  { sdk, invoke }: { sdk: Sdk; invoke: Callbacks["invoke"] },
  request: RegisterResourceRequest,
  parent: string,
  transforms: readonly Callback[],
): Promise<Transformed> {
  let properties = request.getObject();
  let options = optionsOf(sdk, request);
  for (const transform of transforms) {
    const ask = new sdk.resource.TransformRequest();
    ask.setType(request.getType());
    ask.setName(request.getName());
    ask.setCustom(request.getCustom());
    ask.setParent(parent);
    ask.setProperties(properties);
    ask.setOptions(options);
    const answer = sdk.resource.TransformResponse.deserializeBinary(await invoke(transform, ask.serializeBinary()));
    properties = answer.getProperties() ?? properties;
    options = answer.getOptions() ?? options;
  }
  return { properties, options };
}
