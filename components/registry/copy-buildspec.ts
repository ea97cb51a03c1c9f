/**
 * The copier, pinned by the SHA-256 of its release archive: Google's crane, which streams layers from registry to registry and keeps the digest of an index with
 * all its platforms. The checksum stands in nine public files that fetch this archive, one of which names the release's own `checksums.txt`
 * (https://github.com/google/go-containerregistry/releases/download/v0.20.3/checksums.txt); read 2026-11-23.
 */
export const CRANE = {
  version: "0.20.3",
  url: "https://github.com/google/go-containerregistry/releases/download/v0.20.3/go-containerregistry_Linux_x86_64.tar.gz",
  sha256: "36c67a932f489b3f2724b64af90b599a8ef2aa7b004872597373c0ad694dc059",
} as const;

/** Where the copier comes from. */
export interface Copier {
  /** Address of a .tar.gz with an executable `crane` for linux/amd64, reachable from CodeBuild. */
  url: string;
  /** SHA-256 of the archive, 64 hexadecimal characters; a build with another archive fails before it runs it. */
  sha256: string;
}

/** What each build is told, as variables of its environment. */
export type CopyVariable = "SOURCE" | "DIGEST" | "REPOSITORY_URL" | "TAG" | "UPSTREAM_REGISTRY" | "UPSTREAM_USER" | "UPSTREAM_TOKEN";

export const COPY_STEPS = {
  install: [
    'curl --fail --silent --show-error --location --retry 5 --output /tmp/crane.tgz "$COPIER_URL"',
    'echo "$COPIER_SHA256  /tmp/crane.tgz" | sha256sum --check -',
    'mkdir -p "$HOME/bin" && tar -xzf /tmp/crane.tgz -C "$HOME/bin" crane',
  ],
  // An empty $UPSTREAM_USER means that the upstream is read without an account. Both log-ins read the password from standard input: arguments can be seen.
  build: [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'aws ecr get-login-password | "$HOME/bin/crane" auth login "${REPOSITORY_URL%%/*}" --username AWS --password-stdin',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'if [ -n "${UPSTREAM_USER:-}" ]; then printf "%s" "$UPSTREAM_TOKEN" | "$HOME/bin/crane" auth login "$UPSTREAM_REGISTRY" --username "$UPSTREAM_USER" --password-stdin; fi',
    '"$HOME/bin/crane" copy "$SOURCE@$DIGEST" "$REPOSITORY_URL:$TAG"',
    'copied="$("$HOME/bin/crane" digest "$REPOSITORY_URL:$TAG")"',
    'test "$copied" = "$DIGEST" || { echo "copied $copied, pinned was $DIGEST"; exit 1; }',
  ],
} as const;

/** JSON is YAML, and needs no quoting rules. */
export const copyBuildspec = (): string =>
  JSON.stringify({
    version: 0.2,
    env: { shell: "bash" },
    phases: { install: { commands: COPY_STEPS.install }, build: { "on-failure": "ABORT", commands: COPY_STEPS.build } },
  });
