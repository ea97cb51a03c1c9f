import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { placeLanguageHost, placeProvider } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { PULUMI_ROOT, part } from "../rig/home";
import { type Block, blocksOf } from "./blocks";
import { Place, packed, repository } from "./place";

/** Documents whose blocks another suite runs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "docs/fleet.md": "test/components/fleet/documentation.test.ts",
  "docs/doctor.md": "test/cli/doctor-documentation.shell.test.ts",
  "docs/destroy.md": "test/engine/prod.test.ts",
  "docs/policies.md": "test/policies/documentation.test.ts",
  "docs/recovery.md": "test/engine/recovery.test.ts",
  "docs/workstation.md": "test/components/workstation/documentation.test.ts",
};
const docs = readdirSync(join(repository, "docs")).map((file) => `docs/${file}`);
const documents = ["README.md", "CONTRIBUTING.md", ...docs].filter((file) => file.endsWith(".md"));
const blocks = documents.filter((file) => !(file in ELSEWHERE)).flatMap((document) => blocksOf(join(repository, document)));

/** Each place is one shell: its blocks run in the order of the documents. */
const PLACES = ["package", "component", "clone", "account", "component-stack"];

/** Runs the blocks of some places; a visitor would stop at the first that fails, so it stops there too. */
function runAll(place: Place, ...names: string[]) {
  const list: readonly Block[] = blocks.filter((block) => names.includes(block.place));
  expect(list).not.toEqual([]);
  for (const block of list) expect(place.run(block), `${block.document}:${block.line}`).toEqual([]);
}

const clone = (place: Place) => execFileSync("git", ["clone", "--quiet", `file://${repository}`, place.folder]);

describe("the documents", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto({ region: "us-east-1", images: imagesFile() });
  });
  afterAll(() => moto.stop());

  /** A machine with the real Pulumi CLI and an emulated account, and nothing else of this repository. */
  const machine = () => {
    part("engine", join(PULUMI_ROOT, "bin/pulumi"));
    const home = mkdtempSync(join(tmpdir(), "pulumi-gpu-home-"));
    placeProvider(home);
    return {
      ...moto.env,
      HOME: home,
      // What `pulumi login --local` writes goes to the home that the system knows, not to HOME.
      STATE: `file://${home}`,
      // A person's own cache, so that nothing is fetched twice.
      npm_config_cache: join(homedir(), ".npm"),
      PULUMI_HOME: home,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PATH: [placeLanguageHost(home), `${PULUMI_ROOT}/bin`, process.env.PATH].join(delimiter),
    };
  };

  it("say of every block where it runs", () => {
    const lost = blocks.filter(({ place, language }) => !PLACES.includes(place) && language !== "text");
    expect(lost.map(({ document, line }) => `${document}:${line}`)).toEqual([]);
  });

  it.each(Object.entries(ELSEWHERE))("leave %s to %s, which reads it", (document, suite) => {
    expect(readFileSync(join(repository, suite), "utf8")).toContain(document.slice("docs/".length));
  });

  it("tell the truth about the package in an empty folder, alone and in a program", () => {
    const tarball = packed();
    const env = { ...machine(), PULUMI_CONFIG_PASSPHRASE: "of the test", PULUMI_STACK: "dev" };
    // Not published yet: the packed file stands in for the name.
    const place = new Place("package", env, (command) => command.replace(/^(npm install .*?)\bpulumi-gpu\b/, `$1${tarball}`));
    runAll(place, "package", "component");
    const tsc = `${join(repository, "node_modules/.bin/tsc")} --noEmit --strict --skipLibCheck --target es2023 --module node16 --types node --typeRoots ${join(repository, "node_modules/@types")}`;
    expect(place.type(`${tsc} index.ts`)).toEqual([]);
    expect(place.type('pulumi login "$STATE"', "pulumi stack init dev")).toEqual([]);
    runAll(place, "component-stack");
  });

  it("tell the truth about a clone", () => {
    const place = new Place("clone");
    clone(place);
    runAll(place, "clone");
  });

  it("tell the truth about the first launch and its end", () => {
    // Nobody is there to answer the question that `up` and `destroy` ask.
    const place = new Place("account", machine(), (command) =>
      command.replace(/^pulumi (up|destroy)\b/, "pulumi $1 --yes").replace("pulumi login --local", 'pulumi login "$STATE"'),
    );
    clone(place);
    runAll(place, "account");
  });
});
