/** An image reference in its parts, as registries understand it. */
export interface ImageReference {
  /** `docker.io` where the text names none; `index.docker.io` and `registry-1.docker.io` are the same registry. */
  readonly registry: string;
  /** With the `library/` of official Docker Hub images. */
  readonly repository: string;
  /** Absent when the text has none: `latest` is never filled in. */
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal characters. */
  readonly digest?: string;
}

const HUB = new Set(["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?$/;

/** Reads `registry/repository:tag@digest`; undefined for what no registry would accept. A `docker://` or `oci://` scheme is left out. */
export function parseReference(text: string): ImageReference | undefined {
  let rest = text.trim().replace(/^(?:docker|oci):\/\//, "");
  let digest: string | undefined;
  const at = rest.indexOf("@");
  if (at >= 0) {
    digest = rest.slice(at + 1);
    rest = rest.slice(0, at);
    if (!DIGEST.test(digest)) return undefined;
  }
  let tag: string | undefined;
  const colon = rest.lastIndexOf(":");
  if (colon > rest.lastIndexOf("/")) {
    tag = rest.slice(colon + 1);
    rest = rest.slice(0, colon);
    if (!TAG.test(tag)) return undefined;
  }
  const slash = rest.indexOf("/");
  const first = slash < 0 ? "" : rest.slice(0, slash);
  // The rule of the Docker client: the first part is a host only if it looks like one.
  const named = first === "localhost" || /[.:]|[A-Z]/.test(first);
  const host = named ? first : "docker.io";
  if (!HOST.test(host)) return undefined;
  const registry = HUB.has(host.toLowerCase()) ? "docker.io" : host.toLowerCase();
  let repository = named ? rest.slice(slash + 1) : rest;
  if (registry === "docker.io" && !repository.includes("/")) repository = `library/${repository}`;
  if (!repository.split("/").every((component) => COMPONENT.test(component))) return undefined;
  return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** The full form: `registry/repository:tag@digest`, with what is there. */
export const formatReference = ({ registry, repository, tag, digest }: ImageReference): string =>
  `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
