import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { IMAGE_NAMES, imageDescription, imagesFolder } from "../../../images/description";
import { part, RIG_HOME } from "../../rig/home";

const run = promisify(execFile);

/** Path without extension, and the Python that it is locked for. */
const LOCKS: [path: string, python: string][] = [
  ...IMAGE_NAMES.map((name): [string, string] => [`${name}/requirements`, imageDescription(name).python]),
  ["shared/build/sbom", "3.11"],
];

/** `name==version` to the hashes of its files. */
const entries = (text: string): Map<string, Set<string>> =>
  new Map(
    text
      .split(/\n(?=[a-z])/)
      .flatMap((entry): [string, Set<string>][] => [
        [
          /^[a-z]\S*==\S+/.exec(entry)?.[0] ?? "",
          new Set([...entry.matchAll(/--hash=(sha256:[0-9a-f]{64})/g)].map(([, hash]) => hash ?? "")),
        ],
      ])
      .filter(([pin]) => pin !== ""),
  );

/** Asks PyPI anew: what the .in file resolves to when it may only take the locked versions, and the hashes of what PyPI has of them. */
async function resolved(path: string, python: string): Promise<Map<string, Set<string>>> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-lock-"));
  try {
    const pins = join(folder, "pins.txt");
    writeFileSync(pins, [...entries(readFileSync(join(imagesFolder(), `${path}.txt`), "utf8")).keys()].join("\n"));
    const target = ["--python-version", python, "--python-platform", "x86_64-manylinux_2_28", "--only-binary", ":all:"];
    const { stdout } = await run(
      part("images", join(RIG_HOME, "uv/bin/uv")),
      [
        "pip",
        "compile",
        "--generate-hashes",
        "--no-header",
        "--no-annotate",
        ...target,
        "--constraints",
        pins,
        join(imagesFolder(), `${path}.in`),
      ],
      { env: { ...process.env, UV_PYTHON_DOWNLOADS: "never", UV_NO_CONFIG: "1" }, maxBuffer: 2 ** 24 },
    );
    return entries(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Locked hashes that PyPI has no file for. Files that PyPI got since, for a newer Python, are no fault. */
const unknownHashes = (locked: Map<string, Set<string>>, pypi: Map<string, Set<string>>): string[] =>
  [...locked].flatMap(([pin, hashes]) => [...hashes].filter((hash) => !pypi.get(pin)?.has(hash)).map((hash) => `${pin} ${hash}`));

describe.each(LOCKS)("%s.txt", (path, python) => {
  it("is complete and free of conflicts, has a wheel for each version, and hashes of PyPI's own files", async () => {
    const locked = entries(readFileSync(join(imagesFolder(), `${path}.txt`), "utf8"));
    const pypi = await resolved(path, python);
    expect([...pypi.keys()]).toEqual([...locked.keys()]);
    expect(unknownHashes(locked, pypi)).toEqual([]);
    // The check itself: a hash that nobody has is found.
    const [first = ""] = locked.keys();
    expect(unknownHashes(new Map([[first, new Set(["sha256:00"])]]), pypi)).toEqual([`${first} sha256:00`]);
  });
});
