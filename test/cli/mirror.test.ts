import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { copyImage } from "../../cli/mirror/copy-image";
import { type Descriptor, sha256 } from "../../cli/oci/digest";
import type { ImageSource, ImageTarget } from "../../cli/oci/image-store";
import { type Document, parseDocument } from "../../cli/oci/manifest";
import { runCommand } from "./run-command";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const noWait = { attempts: 5, firstMs: 1, longestMs: 1, wait: async () => undefined };

/** One platform with one layer of zeros, held as a rule and not as bytes. */
function image(layerBytes: number) {
  const config = Buffer.from("{}");
  const piece = Buffer.alloc(65_536);
  const layer = Buffer.alloc(layerBytes);
  const descriptors = {
    config: { mediaType: "application/vnd.oci.image.config.v1+json", digest: sha256(config), size: config.length },
    layer: { mediaType: "application/vnd.oci.image.layer.v1.tar", digest: sha256(layer), size: layerBytes },
  };
  const bytes = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: descriptors.config, layers: [descriptors.layer] }),
  );
  const document = parseDocument(bytes, MANIFEST, "the fixture");
  let produced = 0;
  const source: ImageSource = {
    name: "source",
    document: async () => document,
    stream: async (digest, from = 0) => {
      if (digest === descriptors.config.digest) return { body: Readable.from([config.subarray(from)], { objectMode: false }), from };
      async function* zeros() {
        for (let at = from; at < layerBytes; at += piece.length) {
          produced = at + piece.length;
          yield piece.subarray(0, Math.min(piece.length, layerBytes - at));
        }
      }
      return { body: Readable.from(zeros(), { objectMode: false }), from };
    },
  };
  return { document, source, layer: descriptors.layer, produced: () => produced };
}

/** Takes everything and remembers the order. */
function memoryTarget(
  take: (blob: Descriptor, content: Readable) => Promise<void> = async (_, content) => void (await content.resume().toArray()),
) {
  const order: string[] = [];
  const blobs = new Set<string>();
  const documents = new Map<string, Document>();
  const tags = new Map<string, string>();
  const target: ImageTarget = {
    name: "target",
    hasBlob: async ({ digest }) => blobs.has(digest),
    hasDocument: async (digest) => documents.has(digest),
    putBlob: async (blob, content) => {
      await take(blob, content);
      blobs.add(blob.digest);
      order.push("blob");
    },
    putDocument: async (document) => {
      documents.set(document.digest, document);
      order.push("manifest");
    },
    tagged: async (tag) => tags.get(tag),
    tag: async ({ digest }, tag) => {
      tags.set(tag, digest);
      order.push("tag");
    },
    document: async (digest) => {
      const document = documents.get(digest);
      if (!document) throw new Error(`no ${digest}`);
      return document;
    },
  };
  return { target, order, blobs };
}

describe("copyImage", () => {
  it("sends blobs first and the tag last, so that nothing half can be pulled", async () => {
    const { document, source } = image(100_000);
    const { target, order } = memoryTarget();
    await copyImage({ source, target, digest: document.digest, tag: "1" });
    expect(order).toEqual(["blob", "blob", "manifest", "tag"]);
  });

  it("reads only as fast as the target takes", async () => {
    const { document, source, layer, produced } = image(20_000_000);
    let ahead = 0;
    const { target } = memoryTarget(async (blob, content) => {
      let taken = 0;
      for await (const chunk of content) {
        taken += (chunk as Buffer).length;
        for (let i = 0; i < 5; i++) await turn();
        if (blob.digest === layer.digest) ahead = Math.max(ahead, produced() - taken);
      }
    });
    await copyImage({ source, target, digest: document.digest });
    expect(produced()).toBeGreaterThanOrEqual(20_000_000);
    expect(ahead).toBeLessThan(2_000_000);
  });

  it("commits no blob whose last byte did not arrive", async () => {
    const { document, source, layer } = image(100_000);
    const short: ImageSource = {
      ...source,
      stream: async (digest, from = 0) =>
        digest === layer.digest
          ? { body: Readable.from([Buffer.alloc(20_000, 1)], { objectMode: false }), from }
          : source.stream(digest, from),
    };
    const { target, blobs, order } = memoryTarget();
    await expect(copyImage({ source: short, target, digest: document.digest, retry: noWait })).rejects.toThrow(
      `source@${layer.digest} is corrupt`,
    );
    expect(blobs.has(layer.digest)).toBe(false);
    expect(order).not.toContain("manifest");
  });

  it("says that a target lost what it took", async () => {
    const { document, source } = image(1000);
    const { target } = memoryTarget();
    const forgetful: ImageTarget = { ...target, hasBlob: async () => false };
    await expect(copyImage({ source, target: forgetful, digest: document.digest })).rejects.toThrow("target is corrupt: it lacks sha256:");
  });
});

describe("mirror", () => {
  it.each([
    [[], "give one image reference, and where it goes"],
    [["Not/An Image"], "'Not/An Image' is no image reference"],
    [["a/b@sha256:12"], "is no image reference; write registry/repository:tag or …@sha256:…"],
    [[`a/b@sha256:${"a".repeat(64)}`], "say where the copy goes: --to"],
    [[`a/b@sha256:${"a".repeat(64)}`, "--to", `c.example/d@sha256:${"a".repeat(64)}`], "is no place for a copy"],
    [[`a/b@sha256:${"a".repeat(64)}`, "--to", "oci:"], "--to takes oci:<folder>, got 'oci:'"],
    [[`a/b@sha256:${"a".repeat(64)}`, "--to", "c.example/d", "--from", "/tmp/x"], "--from takes oci:<folder>, got '/tmp/x'"],
    [[`a/b@sha256:${"a".repeat(64)}`, "--to", "c.example/d", "--plain-http", "http://c.example"], "--plain-http takes host or host:port"],
    [["a/b:1", "--to", "c.example/d", "--lock", "/nowhere/gpu.lock.json"], "/nowhere/gpu.lock.json: there is no such file"],
  ])("refuses %j with the way out", async (args, message) => {
    const { code, err } = await runCommand(["mirror", ...args], { cwd: "/tmp" });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
