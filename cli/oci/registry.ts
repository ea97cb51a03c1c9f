import type { Readable } from "node:stream";
import type { ImageReference } from "../../catalog/image-reference";
import type { Io } from "../command";
import { Authorization } from "./authorization";
import { findCredentials } from "./credentials";
import { corrupt, type Descriptor, prove } from "./digest";
import type { ImageSource } from "./image-store";
import { ACCEPT, type Document, MOST_MANIFEST_BYTES, parseDocument } from "./manifest";
import { registryOrigin } from "./registry-address";
import { RegistryError } from "./registry-error";
import { isPassingStatus } from "./retry";
import { drain, type HttpRequest, type HttpResponse, type Transport } from "./transport";

/** One repository of one OCI registry, for reading. Everything it hands out is proven by its digest. */
export class Repository implements ImageSource {
  /** `registry/repository`, as a person writes it. */
  readonly name: string;
  protected readonly authorization: Authorization;
  protected readonly base: URL;

  constructor(
    protected readonly transport: Transport,
    reference: Pick<ImageReference, "registry" | "repository">,
    env: Io["env"],
  ) {
    const { registry, repository } = reference;
    this.name = `${registry}/${repository}`;
    this.base = new URL(`${registryOrigin(registry, transport.plainHttp)}/v2/${repository}/`);
    this.authorization = new Authorization(transport, registry, this.base.origin, () => findCredentials(registry, repository, env));
    this.pullScope = `repository:${repository}:pull`;
  }

  protected readonly pullScope: string;

  /** The manifest or index that a tag or digest names. */
  async document(tagOrDigest: string, type?: string): Promise<Document> {
    const byDigest = tagOrDigest.startsWith("sha256:");
    const what = `${this.name}${byDigest ? "@" : ":"}${tagOrDigest}`;
    const { response, bytes } = await this.bytes(
      { method: "GET", url: this.manifestUrl(tagOrDigest), headers: { accept: ACCEPT } },
      MOST_MANIFEST_BYTES,
      `the manifest of ${what}`,
    );
    await this.expect(response, 200, what, bytes);
    const announced = response.header("docker-content-digest");
    if (byDigest) prove(bytes, tagOrDigest, `the manifest of ${what}`);
    const document = parseDocument(bytes, type ?? response.header("content-type"), `the manifest of ${what}`);
    if (announced !== undefined && announced !== document.digest) {
      throw corrupt(`the manifest of ${what}`, `its bytes have ${document.digest}, the registry announced ${announced}`);
    }
    return document;
  }

  /** A small blob, such as a config. */
  async blob({ digest, size }: Descriptor, limit: number): Promise<Buffer> {
    const what = `${this.name}@${digest}`;
    if (size > limit)
      throw new RegistryError("refused", `the config ${what} is said to have ${size} bytes; more than ${limit / 2 ** 20} MiB are not read`);
    const { response, bytes } = await this.bytes({ method: "GET", url: this.blobUrl(digest) }, limit, what);
    await this.expect(response, 200, what, bytes);
    prove(bytes, digest, what);
    return bytes;
  }

  /** A blob of any size, from byte `from` on; whoever reads it proves it. */
  async stream(digest: string, from = 0): Promise<{ body: Readable; from: number }> {
    const headers = from > 0 ? { range: `bytes=${from}-` } : undefined;
    const response = await this.send({ method: "GET", url: this.blobUrl(digest), headers });
    if (from > 0 && response.status === 206) return { body: response.body, from };
    await this.expect(response, 200, `${this.name}@${digest}`);
    return { body: response.body, from: 0 }; // the registry knows no ranges
  }

  protected manifestUrl = (tagOrDigest: string): URL => new URL(`manifests/${tagOrDigest}`, this.base);
  protected blobUrl = (digest: string): URL => new URL(`blobs/${digest}`, this.base);

  protected async send(request: HttpRequest, scope = this.pullScope): Promise<HttpResponse> {
    const { response } = await this.authorization.authorized(request, scope, async (authorized) => ({
      response: await this.transport.send(authorized),
    }));
    return response;
  }

  protected bytes(request: HttpRequest, limit: number, what: string): Promise<{ response: HttpResponse; bytes: Buffer }> {
    return this.authorization.authorized(request, this.pullScope, (authorized) => this.transport.sendForBytes(authorized, limit, what));
  }

  /** Throws for any other status, with the registry's own reason. */
  protected async expect(response: HttpResponse, status: number | readonly number[], what: string, bytes?: Buffer): Promise<void> {
    if ([status].flat().includes(response.status)) return;
    const reason = reasonOf(bytes);
    if (!bytes) await drain(response);
    const said = `(HTTP ${response.status}${reason})`;
    if (response.status === 404) throw new RegistryError("missing", `there is no ${what} ${said}; check repository and tag`);
    if (response.status === 401 || response.status === 403) {
      throw new RegistryError(
        "denied",
        `${what} may not be read or written with these credentials ${said}; or there is no such repository`,
      );
    }
    if (response.status === 429) {
      const after = response.header("retry-after");
      throw new RegistryError(
        "unavailable",
        `${what}: the registry's limit is reached ${said}; try again${after ? ` after ${after} s` : " later"}, or log in for a higher one`,
      );
    }
    if (isPassingStatus(response.status))
      throw new RegistryError("unavailable", `${what}: the registry kept failing ${said}; try again later`);
    throw new RegistryError("refused", `${what}: the registry answered as none should ${said}; is it an OCI registry?`);
  }
}

/** The error code of a registry is one of a fixed list of the spec; its free text is not repeated. */
function reasonOf(bytes: Buffer | undefined): string {
  const code = bytes && /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(bytes.subarray(0, 65_536).toString("utf8"))?.[1];
  return code ? `, ${code}` : "";
}
