import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { declaredRows } from "../../../lock/lookup";
import { lockPath, readLock } from "../../../lock/read";
import { EMPTY_LOCK } from "../../../lock/schema";
import { EXIT, type Io } from "../../command";
import { displayPath } from "../../pin/display-path";
import { exitCodeOf, renderChecks } from "../check";
import { declareAmi, identity } from "./declare";
import { factsOf, toolkitVersion } from "./facts";
import { judgeImages, renderImages } from "./images";
import { preflight, typeOfThisMachine } from "./preflight";

/** `pulumi-gpu doctor` on a GPU host: its checks, and which images would run on it. */
export async function doctorHost(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: withLockFile(args),
    options: {
      "instance-type": { type: "string" },
      image: { type: "string", multiple: true },
      ami: { type: "string" },
      lock: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const path = values.lock ? resolve(io.cwd, values.lock) : lockPath(io.cwd);
  const lock = existsSync(path) ? readLock(path) : structuredClone(EMPTY_LOCK);
  const instanceType = values["instance-type"] ?? typeOfThisMachine(io.env.PULUMI_GPU_ROOT);
  const [report, toolkit] = await Promise.all([preflight(instanceType, declaredRows(lock), io), toolkitVersion(io.env)]);
  const facts = factsOf(report.checks, toolkit, instanceType);
  const images = facts.driver === undefined ? [] : judgeImages(facts, lock, values.image ?? []);

  let declared: Awaited<ReturnType<typeof declareAmi>> | undefined;
  if (values.lock !== undefined) {
    const machine = await identity(io.env.AWS_EC2_METADATA_SERVICE_ENDPOINT);
    declared = await declareAmi(path, values.ami ?? machine.ami, facts, machine.instanceId);
  }
  if (values.json) {
    io.out(`${JSON.stringify({ schema: "pulumi-gpu.doctor/1", host: facts, checks: report.checks, images, declared }, null, 2)}\n`);
  } else {
    io.out(`${renderChecks(report.checks, io)}\n`);
    if (images.length > 0) io.out(`\nImages on this host\n${renderImages(images, io)}\n`);
    if (declared) io.out(`\ndeclared ${declared.ami} with driver ${facts.driver} in ${displayPath(path, io.cwd)}\n`);
  }
  // Images of the lock are a list to choose from; one that was asked for is a question.
  const refused = (values.image ?? []).length > 0 && images.some(({ verdict }) => verdict.status === "fail");
  return refused ? EXIT.fail : exitCodeOf(report.checks);
}

/** `--lock` may stand alone: then the row goes where the project's lock is. */
const withLockFile = (args: readonly string[]): string[] =>
  args.map((arg, i) => (arg === "--lock" && (args[i + 1] === undefined || args[i + 1]?.startsWith("-")) ? "--lock=" : arg));
