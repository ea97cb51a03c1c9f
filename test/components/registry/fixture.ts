import type { PinnedImage } from "../../../components/pins/pinned-image";

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** An image whose digest is made of one letter. */
export function image(name: string, tag: string, letter = "a"): PinnedImage {
  const digest = digestOf(letter);
  return { reference: `${name}:${tag}`, name, tag, digest, uri: `${name}@${digest}`, facts: {}, pinnedBy: "reference" };
}

export const PYTORCH = image("docker.io/pytorch/pytorch", "2.8.0");
export const TRITON = image("nvcr.io/nvidia/tritonserver", "25.06-py3", "b");
export const PAUSE = image("registry.k8s.io/pause", "3.10", "c");
