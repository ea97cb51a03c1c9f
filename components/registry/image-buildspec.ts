import { quote } from "../../boot/settings";

/**
 * The signer, pinned by the SHA-256 of its release. The checksum stands in several public files that fetch this release, for example a Dockerfile that
 * names `COSIGN_VERSION=v3.0.6` beside it; read 2026-11-28.
 */
export const COSIGN = {
  version: "3.0.6",
  url: "https://github.com/sigstore/cosign/releases/download/v3.0.6/cosign-linux-amd64",
  sha256: "c956e5dfcac53d52bcf058360d579472f0c1d2d9b69f55209e256fe7783f4c74",
} as const;

/** Where the signer comes from. */
export interface Signer {
  /** Address of the executable `cosign` for the build's platform, reachable from CodeBuild. */
  url: string;
  /** SHA-256 of the executable, 64 hexadecimal characters; a build with another one fails before it runs it. */
  sha256: string;
}

export interface BuildSteps {
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Registries that are logged in to, each with the variables that `upstreamVariables` names. */
  readonly upstreams: readonly string[];
}

/** What each build is told, as variables of its environment. `SIGNING_KEY` is a key as cosign names it. */
export type BuildVariable = "REPOSITORY_URL" | "TAG" | "SIGNING_KEY" | "SIGNER_URL" | "SIGNER_SHA256";

/** Variables with the log-in of the registry at this place of the list. */
export const upstreamVariables = (at: number) => ({ user: `UPSTREAM_USER_${at}`, token: `UPSTREAM_TOKEN_${at}` });

const logIn = (registry: string, at: number): string => {
  const { user, token } = upstreamVariables(at);
  return `printf '%s' "$${token}" | docker login --username "$${user}" --password-stdin ${quote(registry)}`;
};

/** The build's own commands. An empty $SIGNING_KEY means that the image is not signed. Passwords come by standard input: arguments can be seen. */
export const buildSteps = ({ dockerfile, buildArgs, upstreams }: BuildSteps) => ({
  install: [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'if [ -n "${SIGNING_KEY:-}" ]; then mkdir -p "$HOME/bin" && curl --fail --silent --show-error --location --retry 5 --output "$HOME/bin/cosign" "$SIGNER_URL"; fi',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'if [ -n "${SIGNING_KEY:-}" ]; then echo "$SIGNER_SHA256  $HOME/bin/cosign" | sha256sum --check - && chmod +x "$HOME/bin/cosign"; fi',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY_URL%%/*}"',
    ...upstreams.map(logIn),
  ],
  build: [
    [
      `docker build --file ${quote(dockerfile)}`,
      ...Object.entries(buildArgs).map(([name, value]) => `--build-arg ${quote(`${name}=${value}`)}`),
      '--tag "$REPOSITORY_URL:$TAG" .',
    ].join(" "),
    'docker push "$REPOSITORY_URL:$TAG"',
    // By the digest that ECR computed: what a builder holds locally can have another one, and a signature of a tag would sign whatever stands there.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'digest="$(aws ecr batch-get-image --repository-name "${REPOSITORY_URL#*/}" --image-ids "imageTag=$TAG" --query "images[0].imageId.imageDigest" --output text)"',
    // The public log would tell the world the name and digest of a private image.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell expands it
    'if [ -n "${SIGNING_KEY:-}" ]; then "$HOME/bin/cosign" sign --yes --key "$SIGNING_KEY" --use-signing-config=false --tlog-upload=false "$REPOSITORY_URL@$digest"; fi',
  ],
});

/** JSON is YAML, and needs no quoting rules. */
export function imageBuildspec(steps: BuildSteps): string {
  const { install, build } = buildSteps(steps);
  return JSON.stringify({
    version: 0.2,
    env: { shell: "bash" },
    phases: { install: { "on-failure": "ABORT", commands: install }, build: { "on-failure": "ABORT", commands: build } },
  });
}
