import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compareVersions, driverReleases, GPUS, INSTANCE_TYPES, type Question, type Status, verdict } from "../catalog";
import { type ImageDescription, type ImageName, imageDescription, imagesFolder } from "./description";

/** The question that the catalog answers for an image; add a host to it. */
export const imageQuestion = ({ base, facts, features }: ImageDescription): Question => ({
  // Of an edge image's Debian the catalog knows nothing, and its facts say all; of the others it knows more than the facts.
  ...(facts.compat === false ? facts : { image: base, ...(facts.torch === undefined ? {} : { torch: facts.torch }) }),
  features,
});

/** Version that the lock file pins a package to. */
export function lockedVersion(name: ImageName, wanted: string): string | undefined {
  const lock = readFileSync(join(imagesFolder(), name, "requirements.txt"), "utf8");
  return lock.split("\n").flatMap((line) => (line.startsWith(`${wanted}==`) ? [line.slice(wanted.length + 2).split(" ", 1)[0]] : []))[0];
}

/** What of a host decides beside the GPU and driver is for the machine's own check: here the pair of image and driver is judged. */
const OF_THE_PAIR = new Set(["version", "architecture", "features"]);

function pair(image: ImageDescription, gpu: string, driver: string): Status {
  const statuses = verdict({ ...imageQuestion(image), gpu, driver })
    .axes.filter(({ axis }) => OF_THE_PAIR.has(axis))
    .map(({ status }) => status);
  return (["fail", "undecided", "limits"] as const).find((status) => statuses.includes(status)) ?? "pass";
}

/** Oldest driver of the catalog that runs the image on a GPU, and the oldest that runs all of it. */
function oldestDrivers(image: ImageDescription, gpu: string): { runs?: string; runsAll?: string } {
  const drivers = [...driverReleases().keys()].sort(compareVersions);
  const first = (...wanted: Status[]) => drivers.find((driver) => wanted.includes(pair(image, gpu, driver)));
  const runs = first("pass", "limits");
  const runsAll = first("pass");
  return { ...(runs === undefined ? {} : { runs }), ...(runsAll === undefined ? {} : { runsAll }) };
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** EC2 families whose types carry whole GPUs of a model and boot amd64 images. */
function familiesOf(gpu: string): string {
  const types = Object.entries(INSTANCE_TYPES).filter(([, row]) => row.gpu === gpu && row.architecture === "x86_64" && !row.fractional);
  return [...new Set(types.map(([type]) => type.split(".", 1)[0] ?? ""))].sort().join(", ");
}

/** The README of an image, from its description, its lock file and the catalog. */
export function imageReadme(name: ImageName): string {
  const image = imageDescription(name);
  const services = Object.entries(image.services);
  const names = Object.keys(image.arguments).sort();
  return `${[
    `# ${name}`,
    "<!-- Written by images/readme.ts from image.json, requirements.txt and the catalog: npx vitest run test/images/readme.test.ts -u -->",
    `${image.title}. For ${image.platform}, on \`${image.base.split("@", 1)[0]}\` by digest.`,
    "## What is in it",
    table(
      ["", "version"],
      [
        ["CUDA", image.facts.cuda],
        ...(image.flashAttention === undefined ? [] : [["FlashAttention", image.flashAttention]]),
        ...image.packages.map((wanted) => [wanted, lockedVersion(name, wanted) ?? "?"]),
        ["Python", image.python],
      ],
    ),
    "`requirements.txt` has every Python package with its hashes. `/usr/share/sbom` in the image lists what came at build: `python.cdx.json` the Python packages, `debian.cdx.json` those of the distribution (CycloneDX 1.6).",
    "## Which GPUs and drivers",
    table(
      ["GPU", "EC2 families", "compute capability", "driver, at least", "for all of CUDA"],
      image.gpus.map((gpu) => {
        const { runs = "none", runsAll = "none" } = oldestDrivers(image, gpu);
        return [gpu, familiesOf(gpu), GPUS[gpu]?.computeCapability ?? "?", runs, runsAll];
      }),
    ),
    'A driver between the two runs machine code and fails what compiles PTX at run time (`torch.compile`, Triton-lang). Drivers are releases that the catalog has a source for. "At least" is about this image and the GPU; `pulumi-gpu explain` judges a whole host.',
    "## Running it",
    [
      `It runs as \`${image.arguments.APP_UID?.default}:${image.arguments.APP_GID?.default}\`, or as whatever \`--user\` says, with every capability dropped and no new privileges. Work is kept in \`/workspace\`.`,
      services.length === 0 ? "" : ` Ports: ${services.map(([service, port]) => `${service} ${port}`).join(", ")}.`,
      Object.hasOwn(image.services, "jupyter")
        ? " Jupyter starts only with a token of 16 or more characters in the file `/run/secrets/jupyter-token` (or a password in `jupyter-password`), SSH only with public keys in `/run/secrets/ssh-authorized-keys`; `JUPYTER=off` and `SSH=off` switch one off. With a command, only the command runs."
        : "",
      " What is wrong with a mount, the GPU or the driver stands in one line of the log, and ends the container; `CHECKS=warn` goes on all the same, `REQUIRE_GPU=no` runs without a GPU.",
    ].join(""),
    "## Building it",
    `In the folder \`images/\`: \`docker build --file ${name}/Dockerfile .\` (buildah needs \`--format docker\`, or the health check is lost).`,
    table(
      ["build argument", "default", "what it is"],
      names.map((key) => [key, `\`${image.arguments[key]?.default}\``, image.arguments[key]?.description ?? ""]),
    ),
  ].join("\n\n")}\n`;
}
