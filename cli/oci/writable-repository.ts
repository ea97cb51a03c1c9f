import type { Readable } from "node:stream";
import type { ImageReference } from "../../catalog/image-reference";
import type { Io } from "../command";
import type { Descriptor } from "./digest";
import type { ImageTarget } from "./image-store";
import { ACCEPT, type Document } from "./manifest";
import { Repository } from "./registry";
import { isSafeAddress } from "./registry-address";
import { RegistryError } from "./registry-error";
import { drain, type HttpRequest, type HttpResponse, type Transport } from "./transport";

/** The spec says 202; ECR answers 201, older registries 204. */
const PIECE_TAKEN = [201, 202, 204];
/** The spec says 201; what was stored is read back in any case. */
const STORED = [200, 201, 202, 204];

/** A repository that takes images too. */
export class WritableRepository extends Repository implements ImageTarget {
  readonly #scope: string;

  constructor(transport: Transport, reference: Pick<ImageReference, "registry" | "repository">, env: Io["env"]) {
    super(transport, reference, env);
    this.#scope = `repository:${reference.repository}:pull,push`;
  }

  async hasBlob({ digest, size }: Descriptor): Promise<boolean> {
    const response = await this.#ask({ method: "HEAD", url: this.blobUrl(digest) });
    const length = response.header("content-length");
    return response.status === 200 && (length === undefined || Number(length) === size);
  }

  async hasDocument(digest: string): Promise<boolean> {
    return (await this.tagged(digest)) === digest;
  }

  async tagged(tagOrDigest: string): Promise<string | undefined> {
    const response = await this.#ask({ method: "HEAD", url: this.manifestUrl(tagOrDigest), headers: { accept: ACCEPT } });
    if (response.status === 404) return undefined;
    await this.expect(response, 200, `${this.name}:${tagOrDigest}`);
    return response.header("docker-content-digest") ?? (await this.document(tagOrDigest)).digest;
  }

  /** The way that Docker takes (POST, one PATCH, PUT): registries that know the spec only in part, ECR among them, are tested with it. */
  async putBlob({ digest, size }: Descriptor, content: Readable): Promise<void> {
    const what = `the upload of ${digest} to ${this.name}`;
    const started = await this.#ask({ method: "POST", url: new URL("blobs/uploads/", this.base), headers: { "content-length": "0" } });
    if (started.status === 404)
      throw new RegistryError("missing", `there is no repository ${this.name}; create it first${this.#howToCreate()}`);
    await this.expect(started, 202, what);
    const upload = this.#location(started, what);
    // An error of the content is the reason; what the cut connection says of it is not.
    let failure: Error | undefined;
    content.once("error", (error) => {
      failure = error;
    });
    let patched: HttpResponse;
    try {
      patched = await this.transport.send(
        this.authorization.apply(
          {
            method: "PATCH",
            url: upload,
            headers: { "content-type": "application/octet-stream", "content-length": String(size) },
            body: content,
          },
          this.#scope,
        ),
      );
    } catch (error) {
      throw failure ?? error;
    }
    await drain(patched);
    if (failure) throw failure;
    await this.expect(patched, PIECE_TAKEN, what);
    const end = this.#location(patched, what);
    end.searchParams.set("digest", digest);
    const finished = await this.#ask({ method: "PUT", url: end, headers: { "content-length": "0" } });
    await this.expect(finished, STORED, what);
  }

  async putDocument(document: Document): Promise<void> {
    await this.#put(document, document.digest);
  }

  async tag(document: Document, tag: string): Promise<void> {
    await this.#put(document, tag);
  }

  async #put({ mediaType, bytes }: Document, tagOrDigest: string): Promise<void> {
    const url = this.manifestUrl(tagOrDigest);
    const response = await this.#ask({ method: "PUT", url, headers: { "content-type": mediaType }, body: bytes });
    await this.expect(response, STORED, `the manifest ${this.name}${tagOrDigest.startsWith("sha256:") ? "@" : ":"}${tagOrDigest}`);
  }

  /** Sends with the right to push, and empties the answer: none of them matters beyond its status and headers. */
  async #ask(request: HttpRequest): Promise<HttpResponse> {
    const response = await this.send(request, this.#scope);
    await drain(response);
    return response;
  }

  #location(response: HttpResponse, what: string): URL {
    const location = response.header("location");
    if (location === undefined) throw new RegistryError("unavailable", `${what}: the registry names no address to send to`);
    const url = new URL(location, response.url);
    if (!isSafeAddress(url, this.transport.plainHttp)) {
      throw new RegistryError(
        "refused",
        `${what}: the registry sends to ${url.origin}, which is plain HTTP; allow it with --plain-http ${url.host}`,
      );
    }
    return url;
  }

  #howToCreate(): string {
    const [, repository] = /\.dkr\.ecr[.-][^/]*\/(.*)$/.exec(this.name) ?? [];
    return repository === undefined ? "" : `: aws ecr create-repository --repository-name ${repository} --image-tag-mutability IMMUTABLE`;
  }
}
