import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { placeLanguageHost, placeProvider } from "../rig/engine";
import { imagesFile } from "../rig/gpu-images";
import { PULUMI_ROOT, part } from "../rig/home";
import { type Block, blocksOf } from "./blocks";
import { Place, packed, repository } from "./place";

const documents = ["README.md", "CONTRIBUTING.md", ...readdirSync(join(repository, "docs")).map((file) => join("docs", file))].filter((file) =>
  file.endsWith(".md"),
);
const blocks = documents.flatMap((document) => blocksOf(join(repository, document)));

/** Each place is one shell: its blocks run in the order of the documents. */
const PLACES = ["package", "component", "clone", "account", "account-policy"];
/** `elsewhere`: another suite runs the block, and the document says which. */
const RUN = new Set([...PLACES, "elsewhere"]);

/** Runs the blocks of some places; a visitor would stop at the first that fails, so it stops there too. */
function runAll(place: Place, ...names: string[]) {
  const list: readonly Block[] = blocks.filter((block) => names.includes(block.place));
  expect(list).not.toEqual([]);
  for (const block of list) expect(place.run(block), `${block.document}:${block.line}`).toEqual([]);
}

const clone = (place: Place) => execFileSync("git", ["clone", "--quiet", `file://${repository}`, place.folder]);

describe("the documents", () => {
  it("say of every block where it runs", () => {
    const lost = blocks.filter(({ place, language }) => !RUN.has(place) && language !== "text");
    expect(lost.map(({ document, line }) => `${document}:${line}`)).toEqual([]);
  });

  it("tell the truth about the package in an empty folder", () => {
    const tarball = packed();
    // Not published yet: the packed file stands in for the name.
    const place = new Place("package", {}, (command) => command.replace(/^(npm install .*?)\bpulumi-gpu\b/, `$1${tarball}`));
    runAll(place, "package", "component");
  });

  it("tell the truth about a clone", () => {
    const place = new Place("clone");
    clone(place);
    runAll(place, "clone");
  });
});

describe("the documents, with the real Pulumi CLI and an emulated account", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto({ region: "us-east-1", images: imagesFile() });
  });
  afterAll(() => moto.stop());

  it("tell the truth about the first launch, the policy pack and the end", () => {
    part("engine", join(PULUMI_ROOT, "bin/pulumi"));
    const home = mkdtempSync(join(tmpdir(), "pulumi-gpu-home-"));
    placeProvider(home);
    const env = {
      ...moto.env,
      HOME: home,
      // A person's own cache, so that nothing is fetched twice.
      npm_config_cache: join(homedir(), ".npm"),
      PULUMI_HOME: home,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PATH: [placeLanguageHost(home), `${PULUMI_ROOT}/bin`, process.env.PATH].join(delimiter),
    };
    // Nobody is there to answer the question that `up` and `destroy` ask.
    const place = new Place("account", env, (command) => command.replace(/^pulumi (up|destroy)\b/, "pulumi $1 --yes"));
    clone(place);
    runAll(place, "account", "account-policy");
  });
});
