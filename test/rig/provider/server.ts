import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { DEFAULTS, named } from "./autoname";
import { difference } from "./diff";
import { strike } from "./faults";
import { call } from "./functions";
import type { Properties } from "./handler";
import { fromStruct, toStruct, UNKNOWN_SENTINEL } from "./properties";
import { handlerOf } from "./resources";
import { type Session, session } from "./session";

/** gRPC wants a callback; an error reaches the engine with AWS's own code and words. */
function unary<Request, Response>(answer: (request: Request) => Promise<Response>): handleUnaryCall<Request, Response> {
  return ({ request }: { request: Request }, reply: sendUnaryData<Response>) => {
    answer(request).then(
      (response) => reply(null, response),
      (error: unknown) => {
        const failure = error instanceof Error ? error : new Error(String(error));
        const code = failure.name === "Error" ? "" : `${failure.name}: `;
        reply({ name: failure.name, message: failure.message, code: status.UNKNOWN, details: `${code}${failure.message}` }, null);
      },
    );
  };
}

const withoutDefaults = ({ [DEFAULTS]: _, ...rest }: Properties): Properties => rest;

/** What the program gave and what AWS added; `tagsAll` and `region` as the provider computes them. */
function state(inputs: Properties, outputs: Properties, { defaultTags, region }: Session): Properties {
  const tags = { ...defaultTags, ...(inputs.tags as Record<string, string> | undefined) };
  return { region, tagsAll: tags, ...withoutDefaults(inputs), ...outputs };
}

/** What AWS added to a state, without what the program had given. */
const computed = (old: Properties, inputs: Properties): Properties =>
  Object.fromEntries(Object.entries(old).filter(([key]) => !(key in inputs)));

const typeOf = (request: { getUrn(): string }): string => request.getUrn().split("::").at(-2)?.split("$").at(-1) ?? "";

function methods(version: string): UntypedServiceImplementation {
  let configured: Promise<Session> = Promise.reject(new Error("the provider is not configured"));
  configured.catch(() => {}); // asked for only where it is used
  const located = async (inputs: Properties): Promise<Session> => {
    const base = await configured;
    const region = typeof inputs.region === "string" ? inputs.region : base.region;
    return {
      ...base,
      region,
      arn: async (service, resource) => `arn:aws:${service}:${region}:${await base.account()}:${resource}`,
      client: (service, at = region) => base.client(service, at),
    };
  };

  return {
    getPluginInfo: unary(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: unary(async () => {
      const schema = new rpc.GetSchemaResponse();
      schema.setSchema(JSON.stringify({ name: "aws", version }));
      return schema;
    }),
    checkConfig: unary(async (request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(async (request: rpc.DiffRequest) => {
      const [olds, news] = [fromStruct(request.getOldInputs() ?? request.getOlds()), fromStruct(request.getNews())];
      // Another account or region is another place: what lives there does not move.
      const replaces = ["region", "assumeRoles"].filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
      const changes =
        JSON.stringify(olds) === JSON.stringify(news) ? rpc.DiffResponse.DiffChanges.DIFF_NONE : rpc.DiffResponse.DiffChanges.DIFF_SOME;
      return new rpc.DiffResponse().setChanges(changes).setReplacesList(replaces);
    }),
    configure: unary(async (request: rpc.ConfigureRequest) => {
      const settings = fromStruct(request.getArgs());
      // A preview may not know a provider's region or role yet; nothing is asked of AWS before it does.
      if (!JSON.stringify(settings).includes(UNKNOWN_SENTINEL)) {
        configured = session(settings);
        await configured;
      }
      return new rpc.ConfigureResponse().setAcceptresources(false).setAcceptsecrets(false).setSupportspreview(false);
    }),
    invoke: unary(async (request: rpc.InvokeRequest) => {
      const args = fromStruct(request.getArgs());
      return new rpc.InvokeResponse().setReturn(toStruct(await call(request.getTok(), args, await located(args))));
    }),
    check: unary(async (request: rpc.CheckRequest) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const name = request.getUrn().split("::").at(-1) ?? "";
      return new rpc.CheckResponse().setInputs(
        toStruct(named(await handlerOf(typeOf(request)), name, olds, news, request.getRandomseed_asU8())),
      );
    }),
    diff: unary(async (request: rpc.DiffRequest) => {
      const type = typeOf(request);
      const olds = fromStruct(request.getOldInputs());
      const found = difference(type, await handlerOf(type), olds, fromStruct(request.getNews()), request.getIgnorechangesList());
      const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
      return new rpc.DiffResponse()
        .setChanges(found.changed.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...found.changed])
        .setReplacesList([...found.replaces])
        .setDeletebeforereplace(found.deleteBeforeReplace);
    }),
    create: unary(async (request: rpc.CreateRequest) => {
      const [type, urn, inputs] = [typeOf(request), request.getUrn(), fromStruct(request.getProperties())];
      const where = await located(inputs);
      await strike("before", "create", type, urn);
      const { id, outputs } = await (await handlerOf(type)).create(withoutDefaults(inputs), where);
      await strike("after", "create", type, urn, id);
      return new rpc.CreateResponse().setId(id).setProperties(toStruct(state(inputs, outputs, where)));
    }),
    read: unary(async (request: rpc.ReadRequest) => {
      const [old, inputs] = [fromStruct(request.getProperties()), fromStruct(request.getInputs())];
      const where = await located(old);
      const outputs = await (await handlerOf(typeOf(request))).read(request.getId(), old, where);
      if (outputs === undefined) return new rpc.ReadResponse();
      const found = state({ ...old, ...inputs }, outputs, where);
      return new rpc.ReadResponse().setId(request.getId()).setInputs(toStruct(inputs)).setProperties(toStruct(found));
    }),
    update: unary(async (request: rpc.UpdateRequest) => {
      const [type, urn, inputs] = [typeOf(request), request.getUrn(), fromStruct(request.getNews())];
      const [old, where, handler] = [fromStruct(request.getOlds()), await located(inputs), await handlerOf(type)];
      if (handler.update === undefined) throw new Error(`${type} cannot change in place`);
      await strike("before", "update", type, urn, request.getId());
      const outputs = await handler.update(request.getId(), withoutDefaults(inputs), old, where);
      await strike("after", "update", type, urn, request.getId());
      const kept = computed(old, fromStruct(request.getOldInputs()));
      return new rpc.UpdateResponse().setProperties(toStruct({ ...kept, ...state(inputs, outputs, where) }));
    }),
    delete: unary(async (request: rpc.DeleteRequest) => {
      const [type, urn, old] = [typeOf(request), request.getUrn(), fromStruct(request.getProperties())];
      await strike("before", "delete", type, urn, request.getId());
      await (await handlerOf(type)).delete(request.getId(), old, await located(old));
      await strike("after", "delete", type, urn, request.getId());
      return new Empty();
    }),
    cancel: unary(async () => new Empty()),
    attach: unary(async () => new Empty()),
  };
}

/** Serves the provider protocol on loopback and tells the engine the port, as every Pulumi plugin does. */
export async function serve(version: string): Promise<void> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(ResourceProviderService, methods(version));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  process.stdout.write(`${port}\n`);
}
