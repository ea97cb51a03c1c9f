import { createHash } from "node:crypto";
import { createServer } from "node:http";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const INDEX = "application/vnd.oci.image.index.v1+json";
const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** A registry of a few lines for the fast layer; the real one is asked in test/registry. */
export interface SmallRegistry {
  readonly host: string;
  readonly port: number;
  /** Publishes an image and gives its digest. */
  publish(
    name: string,
    tag: string,
    env: readonly string[],
    options?: { readonly index?: boolean; readonly layerBytes?: number },
  ): PublishedImage;
  stop(): Promise<void>;
}

interface PublishedImage {
  readonly digest: string;
  /** Of the manifest of linux/amd64. */
  readonly manifest: string;
}

export async function startSmallRegistry(): Promise<SmallRegistry> {
  const documents = new Map<string, { type: string; bytes: Buffer }>();
  const server = createServer((request, response) => {
    const found = documents.get(request.url ?? "");
    if (!found) return response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    return response.writeHead(200, { "content-type": found.type, "docker-content-digest": sha256(found.bytes) }).end(found.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free loopback port");
  return {
    host: `127.0.0.1:${address.port}`,
    port: address.port,
    publish(name, tag, Env, { index = false, layerBytes = 3 * 2 ** 30 } = {}) {
      const put = (kind: "manifests" | "blobs", type: string, value: unknown) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const digest = sha256(bytes);
        documents.set(`/v2/${name}/${kind}/${digest}`, { type, bytes });
        if (kind === "manifests") documents.set(`/v2/${name}/manifests/${tag}`, { type, bytes });
        return { mediaType: type, digest, size: bytes.length };
      };
      const config = put("blobs", "application/vnd.oci.image.config.v1+json", { os: "linux", architecture: "amd64", config: { Env } });
      const layers = [{ mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: `sha256:${"e".repeat(64)}`, size: layerBytes }];
      const manifest = put("manifests", MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config, layers });
      if (!index) return { digest: manifest.digest, manifest: manifest.digest };
      const attestation = { ...manifest, digest: `sha256:${"f".repeat(64)}`, platform: { os: "unknown", architecture: "unknown" } };
      const manifests = [attestation, { ...manifest, platform: { os: "linux", architecture: "amd64" } }];
      return { digest: put("manifests", INDEX, { schemaVersion: 2, mediaType: INDEX, manifests }).digest, manifest: manifest.digest };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
