#!/usr/bin/env node
// A Node language host for the real Pulumi CLI: it starts the program through the SDK's own `cmd/run`, as Pulumi's host does, and does nothing else.
// No package registry carries the real one. It makes `pulumi preview|up|destroy` of a checked-out project run exactly as a person types it.
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const path = require("node:path");

const engine = process.argv.slice(2).find((arg) => !arg.startsWith("-"));
const repository = createRequire(path.join(__dirname, "../../../package.json"));
const sdk = createRequire(repository.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const language = repository("@pulumi/pulumi/proto/language_pb");
const plugin = repository("@pulumi/pulumi/proto/plugin_pb");
const { LanguageRuntimeService } = repository("@pulumi/pulumi/proto/language_grpc_pb");

/** The SDK of the program, not ours: two copies of it would not share their state. */
const runner = (directory) => createRequire(path.join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");

function run({ request }, reply) {
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const flag = (name, value) => (value ? [`--${name}`, String(value)] : []);
  const args = [
    runner(directory),
    ...flag("monitor", request.getMonitorAddress()),
    ...flag("engine", engine),
    ...flag("project", request.getProject()),
    ...flag("stack", request.getStack()),
    ...flag("organization", request.getOrganization()),
    ...flag("pwd", request.getPwd()),
    ...flag("parallel", request.getParallel()),
    ...flag("dry-run", request.getDryrun()),
    request.getInfo()?.getEntryPoint() || request.getProgram() || ".",
  ];
  const config = Object.fromEntries(request.getConfigMap().entries());
  const child = spawn(process.execPath, args, {
    cwd: directory,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_NODEJS_TYPESCRIPT: "true",
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  child.on("exit", (code) => {
    const response = new language.RunResponse();
    // 32: the SDK has already told the person what is wrong.
    if (code === 32) response.setBail(true);
    else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
    reply(null, response);
  });
}

/** Where there is a language host, the engine starts a policy pack through it, and reads the pack's port from its output. */
function runPlugin(call) {
  const { request } = call;
  const directory = request.getInfo().getProgramDirectory();
  const main = createRequire(path.join(directory, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const variables = request
    .getEnvList()
    .map((variable) => [variable.slice(0, variable.indexOf("=")), variable.slice(variable.indexOf("=") + 1)]);
  const child = spawn(process.execPath, [main, request.getArgsList()[0] ?? engine, "."], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...Object.fromEntries(variables) },
  });
  const send = (set) => (chunk) => {
    const response = new language.RunPluginResponse();
    response[set](chunk);
    call.write(response);
  };
  child.stdout.on("data", send("setStdout"));
  child.stderr.on("data", send("setStderr"));
  child.on("close", (code) => {
    send("setExitcode")(code ?? 1);
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

const server = new grpc.Server();
const unimplemented = (_call, reply) => reply({ code: grpc.status.UNIMPLEMENTED, details: "not part of this host" });
const methods = Object.fromEntries(Object.keys(LanguageRuntimeService).map((name) => [name, unimplemented]));
server.addService(LanguageRuntimeService, {
  ...methods,
  run,
  runPlugin,
  handshake: (_call, reply) => reply(null, new language.LanguageHandshakeResponse()),
  getRequiredPackages: (_call, reply) => reply(null, new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_call, reply) => reply(null, new language.GetRequiredPluginsResponse()),
  cancel: (_call, reply) => reply(null, new Empty()),
  getPluginInfo(_call, reply) {
    const info = new plugin.PluginInfo();
    info.setVersion("0.0.0");
    reply(null, info);
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
