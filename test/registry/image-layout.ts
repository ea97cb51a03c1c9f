import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export interface TestImage {
  /** Environment by platform; several platforms make an index. */
  readonly platforms: Readonly<Record<string, readonly string[]>>;
  /** Docker's media types instead of the OCI ones. */
  readonly docker?: boolean;
  /** Bytes of the one layer. */
  readonly layerBytes?: number;
}

const OCI = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};
const DOCKER = {
  index: "application/vnd.docker.distribution.manifest.list.v2+json",
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

/** What `nvidia/cuda` and what is built on it carry; the requirement is shortened. */
export const CUDA_ENV = [
  "PATH=/usr/bin",
  "CUDA_VERSION=12.8.1",
  "NVIDIA_REQUIRE_CUDA=cuda>=12.8 brand=tesla,driver>=535,driver<536",
  "PYTORCH_VERSION=2.8.0",
];

/** Writes an image as an OCI layout folder and gives the digest of its root. */
export function writeLayout(folder: string, { platforms, docker = false, layerBytes = 2048 }: TestImage): string {
  mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
  const types = docker ? DOCKER : OCI;
  const put = (mediaType: string, bytes: Buffer) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(join(folder, "blobs/sha256", digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const json = (mediaType: string, value: unknown) => put(mediaType, Buffer.from(JSON.stringify(value)));
  const manifests = Object.entries(platforms).map(([platform, Env]) => {
    const [os = "", architecture = "", variant] = platform.split("/");
    const tar = Buffer.alloc(layerBytes, `${platform} ${Env.join(" ")}`);
    const layer = put(types.layer, gzipSync(tar, { level: 0 }));
    const diff = `sha256:${createHash("sha256").update(tar).digest("hex")}`;
    const config = json(types.config, { os, architecture, variant, config: { Env }, rootfs: { type: "layers", diff_ids: [diff] } });
    const manifest = json(types.manifest, { schemaVersion: 2, mediaType: types.manifest, config, layers: [layer] });
    return { ...manifest, platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } };
  });
  const [only, ...others] = manifests;
  if (!only) throw new Error("an image needs a platform");
  const root = others.length === 0 ? only : json(types.index, { schemaVersion: 2, mediaType: types.index, manifests });
  writeFileSync(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [root] }));
  return root.digest;
}
