import { type Command, EXIT, type Io, UsageError } from "./command";

/** Loaded on demand: `explain` must not pay for the Pulumi SDK. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  explain: async () => (await import("./explain.js")).explain,
  plan: async () => (await import("./plan.js")).plan,
  check: async () => (await import("./check.js")).check,
  doctor: async () => (await import("./doctor.js")).doctor,
  pin: async () => (await import("./pin.js")).pin,
  image: async () => (await import("./image.js")).image,
  mirror: async () => (await import("./mirror.js")).mirror,
};

const SUMMARY = `pulumi-gpu: will this driver, image, GPU and instance type run together? Before launch.

  explain   judge one combination, or many from a file
  plan      run a program offline: resources, verdicts, policies, price
  check     judge a plan that exists: pulumi preview --json, stack export, Kubernetes YAML
  doctor    check a GPU host, a machine of ours from outside, or an account before launch
  pin       write an image digest or an AMI id into gpu.lock.json
  image     build an image of this package or of your own, locally
  mirror    copy a pinned image into a registry of your own, by digest

pulumi-gpu <command> --help says more. Exit codes: 0 ok, 1 fail, 2 usage, 3 undecided, 4 limits (explain).
`;

/** Runs one command line and answers with its exit code; never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    io.out(SUMMARY);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === "--version" || name === "-v") {
    const { packageVersion } = await import("./version.js");
    io.out(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    io.err(`pulumi-gpu: '${name}' is no command; use ${Object.keys(COMMANDS).join(", ")}\n`);
    return EXIT.usage;
  }
  try {
    const command = await load();
    if (args.includes("--help") || args.includes("-h")) {
      io.out(`${command.usage.trim()}\n`);
      return EXIT.ok;
    }
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      io.err(`pulumi-gpu ${name}: ${error.message}\n`);
      return EXIT.usage;
    }
    io.err(`pulumi-gpu ${name}: ${error instanceof Error ? (io.env.PULUMI_GPU_DEBUG ? error.stack : error.message) : String(error)}\n`);
    return EXIT.usage;
  }
}

const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
