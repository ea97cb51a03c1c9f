import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { Lock } from "../../lock/schema";

export const INDEX = `sha256:${"a".repeat(64)}`;
export const AMD64 = `sha256:${"b".repeat(64)}`;
export const OTHER = `sha256:${"c".repeat(64)}`;
export const IMAGE = "docker.io/pytorch/pytorch:2.8.0";

/** A valid lock with one row of each kind: break one thing at a time. */
export const lock = (): Lock => ({
  version: 1,
  images: {
    [IMAGE]: {
      digest: INDEX,
      kind: "index",
      platforms: { "linux/amd64": AMD64 },
      facts: { cuda: "12.8" },
      source: "a test",
      checked: "2026-11-23",
    },
  },
  amis: {
    "eks-al2023-nvidia@v20260714/1.34": {
      family: "eks-al2023-nvidia",
      release: "v20260714",
      kubernetes: "1.34",
      name: "amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260714",
      regions: { "us-east-1": { id: "ami-0123456789abcdef0", deprecation: "2028-07-14" } },
      source: "a test",
      checked: "2026-11-23",
    },
  },
  declared: { images: [{ image: "registry.example.com/team/app:1", cuda: "12.6", source: "build log 7", checked: "2026-11-20" }] },
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gpu-lock-"));
  folders.push(folder);
  return folder;
}
