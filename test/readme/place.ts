import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type Block, matches, stepsOf } from "./blocks";

export const repository = resolve(__dirname, "../..");

const npm = (cwd: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} in ${cwd} failed:\n${stdout}\n${stderr}`);
};

/** A folder in which the blocks of a document run one after the other, as one person in one shell would type them. */
export class Place {
  readonly folder: string;
  private cwd: string;
  private readonly environment: string;

  constructor(
    name: string,
    private readonly env: Readonly<Record<string, string>> = {},
    /** Rewrites a command where the test must differ from what a visitor types, for example a package that is not published yet. */
    private readonly rewrite: (command: string) => string = (command) => command,
  ) {
    this.folder = mkdtempSync(join(tmpdir(), `pulumi-gpu-${name}-`));
    this.cwd = this.folder;
    this.environment = join(mkdtempSync(join(tmpdir(), "pulumi-gpu-env-")), "env");
    writeFileSync(this.environment, "");
  }

  /** Runs one block and answers with everything that did not come out as the document says. */
  run(block: Block): string[] {
    const file = block.options.get("file");
    if (file) {
      mkdirSync(dirname(join(this.cwd, file)), { recursive: true });
      writeFileSync(join(this.cwd, file), `${block.text}\n`);
      return [];
    }
    const steps = stepsOf(block);
    const problems: string[] = [];
    steps.forEach(({ command, expected }, index) => {
      const { status, printed } = this.shell(this.rewrite(command));
      const exit = index === steps.length - 1 ? Number(block.options.get("exit") ?? 0) : 0;
      const at = `${block.document}:${block.line}: $ ${command}`;
      if (status !== exit) problems.push(`${at}\nexit code ${status}, the document says ${exit}; it printed:\n${printed}`);
      else if (expected && !matches(expected, printed)) problems.push(`${at}\nprinted:\n${printed}\nthe document says:\n${expected}`);
    });
    return problems;
  }

  /** Types commands that no document shows, and answers with what failed. */
  type(...commands: string[]): string[] {
    return commands.flatMap((command) => {
      const { status, printed } = this.shell(command);
      return status === 0 ? [] : [`$ ${command}\n${printed}`];
    });
  }

  private shell(command: string): { status: number | null; printed: string } {
    const log = `${this.environment}.log`;
    // The whole output goes to one file: what a person sees is the two streams in order.
    const script = `. ${this.environment}\n{ ${command}\n} >${log} 2>&1 </dev/null\ncode=$?\nexport -p >${this.environment}\npwd >${this.environment}.cwd\nexit $code`;
    const { status } = spawnSync("bash", ["-c", script], {
      cwd: this.cwd,
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "80", CI: "true", ...this.env },
      timeout: 600_000,
    });
    // What npm says of the machine's own settings is no part of any document.
    const printed = readFileSync(log, "utf8").replace(/^npm warn .*\n/gm, "");
    try {
      this.cwd = readFileSync(`${this.environment}.cwd`, "utf8").trim();
    } catch {
      // the command ended the shell; the folder stays
    }
    return { status, printed };
  }
}

/** The package as `npm publish` would send it. */
export function packed(): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-pack-"));
  npm(repository, "pack", "--silent", "--pack-destination", folder);
  const [tarball] = readdirSync(folder);
  if (!tarball) throw new Error("npm pack made no file");
  return join(folder, tarball);
}
