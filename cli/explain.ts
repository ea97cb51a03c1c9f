import { resolve } from "node:path";
import type { Question } from "../catalog/question";
import { verdict } from "../catalog/verdict/verdict";
import { type Command, EXIT, type Io, UsageError } from "./command";
import { hints } from "./explain/hints";
import { EXIT_BY_STATUS, SCHEMA } from "./explain/outcome";
import { readFlags } from "./explain/question-flags";
import { render } from "./explain/render";
import { nameProblems } from "./explain/unknown-names";
import { complaint } from "./explain/wording";

export const explain: Command = {
  name: "explain",
  summary: "judge one combination, or many from a file",
  usage: `
pulumi-gpu explain [facts] [--strict] [--json] [--lock <file>]
pulumi-gpu explain --batch <file.jsonl | -> [--strict] [--lock <file>]

Will this driver, image, GPU and instance type run together? Judges nine axes
from whatever is known, without network. What is not given is unknown and never
counts as a pass; given facts win over the catalog's rows.

The host
  --ami <family@release[/kubernetes]>  dlami-base-oss-al2023@20260901,
                                       eks-al2023-nvidia@v20260714/1.34; with
                                       --lock also an id that the lock has
  --instance-type <type>               EC2 type, for example g6.xlarge
  --driver <version>                   535.161.08; a branch (535) where the rest
                                       does not matter
  --gpu <model>                        T4, H100, "RTX 3090"
  --compute-capability <n.n>           7.5, where the model has no name here
  --gpu-count <n>
  --toolkit <version | none>           NVIDIA Container Toolkit
  --injection-mode <mode>              legacy, cdi or csv
  --kernel-module <flavour>            open, proprietary or grid
  --fabric-manager <version | none>
  --gsp-firmware <version | none>
  --mig <profile | none>               1g.10gb
The image
  --image <reference>                  registry/repository:tag, with @sha256:...
                                       where it is pinned
  --cuda <version>                     12.8
  --torch <version>                    2.8.0+cu128
  --architectures <list>               "7.5 8.0 12.0+PTX"
  --require <text>                     value of NVIDIA_REQUIRE_CUDA; "" for none
  --disable-require                    NVIDIA_DISABLE_REQUIRE is set
  --compat <version | none>            cuda-compat library in the image
  --compat-on-path                     it is first in the loader's path
  --features <list>                    flash-attention-2, flash-attention-3,
                                       fp8, bfloat16, nccl-multi-gpu, ptx-jit
  --gpu-memory <GiB>                   memory that the model needs per GPU
How
  --strict  leaves open what is usually assumed: no compat library, MIG off, ...
  --json    the whole answer, with every row and source; schema
            ${SCHEMA}
  --batch   one question a line as JSON, with the fields of --json's question
            (driver, gpu, cuda, ami, ...; an id is handed back); one verdict a
            line comes out
  --lock    gpu.lock.json with the project's pinned images and declared rows

Exit codes: 0 pass, 1 fail, 2 bad input, 3 undecided, 4 limits; of a batch the
worst (fail, undecided, limits), or 2 when a line was bad.
`,
  run: inColumns,
};

/** What is wrong with the input, wrapped to the terminal: each problem begins a line of its own. */
async function inColumns(args: readonly string[], io: Io): Promise<number> {
  try {
    return await answer(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(complaint(error.message, io));
    return EXIT.usage;
  }
}

async function answer(args: readonly string[], io: Io): Promise<number> {
  const { question: flags, amiId, json, batch: file, lock } = readFlags(args);
  const question = amiId === undefined ? flags : { ...(await factsOfId(amiId, lock, flags.instanceType, io)), ...flags };
  const complete = lock === undefined ? (asked: Question) => asked : await fromLock(resolve(io.cwd, lock), question.strict === true);
  if (file !== undefined) {
    const { strict, ...facts } = question;
    if (Object.keys(facts).length > 0) throw new UsageError(`--batch takes its facts from the file; drop ${Object.keys(facts).join(", ")}`);
    const { batch } = await import("./explain/batch.js");
    return await batch(file, io, (asked) => complete(strict ? { ...asked, strict } : asked));
  }
  const { strict: _, ...facts } = question;
  if (Object.keys(facts).length === 0) {
    throw new UsageError("no facts; for example: pulumi-gpu explain --driver 535.161.08 --image nvcr.io/nvidia/pytorch:25.03-py3 --gpu T4");
  }
  const asked = complete(question);
  const problems = nameProblems(asked);
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  const result = verdict(asked);
  io.out(json ? `${JSON.stringify({ schema: SCHEMA, question: asked, ...result }, null, 2)}\n` : render(result, io, hints(asked)));
  return EXIT_BY_STATUS[result.status];
}

/** What the lock knows of the image stands in for what the question leaves open, and its declared rows enforce. */
async function fromLock(path: string, strict: boolean): Promise<(question: Question) => Question> {
  const [{ readLock }, { declaredRows, lockedFacts, lockedImage }] = await Promise.all([
    import("../lock/read.js"),
    import("../lock/lookup.js"),
  ]);
  const lock = readLock(path);
  return (question) => {
    const row = question.image === undefined ? undefined : lockedImage(lock, question.image);
    return { ...(row ? lockedFacts(row) : {}), ...question, declared: declaredRows(lock), ...(strict ? { strict } : {}) };
  };
}

/** An AMI's id says nothing by itself: what it holds stands in the lock. */
async function factsOfId(id: string, lock: string | undefined, instanceType: string | undefined, io: Io): Promise<Question> {
  if (lock === undefined)
    throw new UsageError(
      `--ami '${id}' is an id, which alone says nothing without the network; name family@release, or the lock that has it with --lock`,
    );
  const [{ readLock }, { amiFacts }] = await Promise.all([import("../lock/read.js"), import("../lock/lookup.js")]);
  const facts = amiFacts(readLock(resolve(io.cwd, lock)), id, instanceType);
  if (!facts)
    throw new UsageError(
      `--ami '${id}' is not in ${lock}; pulumi-gpu doctor --lock --ami ${id} on one of its machines declares it, pulumi-gpu pin ami pins a release`,
    );
  return facts;
}
