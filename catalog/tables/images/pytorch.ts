import { findWheel } from "../framework-architectures";
import type { Image } from "./image";

const REPOSITORY = "docker.io/pytorch/pytorch";
const CHECKED = "2026-11-23";
const PUBLIC = "public Dockerfiles, addresses not recorded; repository: https://hub.docker.com/r/pytorch/pytorch";
const RULE = "pytorch/pytorch:RELEASE.md";

/** The tag says what is inside: `<torch>-cuda<major.minor>-cudnn<major>-<runtime|devel>`. */
function image(tag: string, proof: Pick<Image, "source" | "confidence" | "note" | "digest">): Image {
  const [torch = "", cuda = ""] = tag.split("-cuda").flatMap((part) => part.split("-", 1));
  const architectures = findWheel(torch, cuda, "x86_64")?.architectures;
  return {
    reference: `${REPOSITORY}:${tag}`,
    line: "pytorch",
    cuda,
    torch: `${torch}+cu${cuda.replace(".", "")}`,
    ...(architectures === undefined ? {} : { architectures }),
    checked: CHECKED,
    ...proof,
  };
}

const seen = (tag: string, source = PUBLIC, digest?: string): Image =>
  image(tag, { source, confidence: "seen", ...(digest === undefined ? {} : { digest }) });

const derived = (tag: string): Image =>
  image(tag, { source: RULE, confidence: "derived", note: "the tag follows the rule for each CUDA of the release; it was not seen" });

/** The tags that public files name. */
const seenTags = (): Image[] => [
  seen("1.13.1-cuda11.6-cudnn8-devel"),
  seen("1.13.1-cuda11.6-cudnn8-runtime"),
  seen("2.0.1-cuda11.7-cudnn8-devel"),
  seen("2.0.1-cuda11.7-cudnn8-runtime"),
  seen("2.1.0-cuda11.8-cudnn8-runtime"),
  seen("2.1.0-cuda12.1-cudnn8-runtime"),
  seen("2.1.1-cuda12.1-cudnn8-devel"),
  seen("2.1.1-cuda12.1-cudnn8-runtime"),
  seen("2.1.2-cuda12.1-cudnn8-runtime"),
  seen("2.2.1-cuda11.8-cudnn8-devel"),
  seen("2.2.1-cuda12.1-cudnn8-devel"),
  seen("2.2.1-cuda12.1-cudnn8-runtime"),
  seen("2.2.2-cuda11.8-cudnn8-runtime"),
  seen("2.2.2-cuda12.1-cudnn8-runtime"),
  seen("2.3.1-cuda11.8-cudnn8-devel"),
  seen("2.3.1-cuda11.8-cudnn8-runtime"),
  seen("2.3.1-cuda12.1-cudnn8-devel"),
  seen("2.3.1-cuda12.1-cudnn8-runtime"),
  seen("2.5.1-cuda12.1-cudnn9-runtime", "pharmlovex/pytorchapp:Dockerfile"),
  seen("2.5.1-cuda12.4-cudnn9-devel", "rafael-patronilo/thesis-code:Dockerfile"),
  seen("2.6.0-cuda11.8-cudnn9-runtime", "TuftsHPCbioinfo/pytorch:Dockerfile"),
  seen("2.6.0-cuda12.4-cudnn9-runtime"),
  seen("2.7.0-cuda12.8-cudnn9-devel"),
  seen("2.7.1-cuda11.8-cudnn9-runtime"),
  seen("2.7.1-cuda12.6-cudnn9-devel"),
  seen("2.7.1-cuda12.6-cudnn9-runtime"),
  seen("2.7.1-cuda12.8-cudnn9-devel"),
  seen("2.7.1-cuda12.8-cudnn9-runtime"),
  seen("2.8.0-cuda12.8-cudnn9-devel", undefined, "sha256:a7103283ea7113e10ae5d014bd2342acebda0bc53164b2f7b1dd6eb7a766bdb6"),
  seen("2.8.0-cuda12.8-cudnn9-runtime", undefined, "sha256:417bd75df6365104c283ea4c1651fb3530d9eb5a4c2fafa51943cff2a94e6385"),
  seen("2.8.0-cuda12.9-cudnn9-runtime", "NagypalMarton/DeepLearning_Project-Legal_Text_Decoder:Dockerfile"),
  seen("2.9.0-cuda13.0-cudnn9-runtime"),
  seen("2.9.1-cuda12.6-cudnn9-runtime"),
  seen("2.9.1-cuda12.8-cudnn9-runtime"),
  seen("2.10.0-cuda12.6-cudnn9-devel"),
  seen("2.10.0-cuda12.6-cudnn9-runtime"),
  seen("2.10.0-cuda12.8-cudnn9-devel"),
  seen("2.10.0-cuda12.8-cudnn9-runtime"),
  seen("2.10.0-cuda13.0-cudnn9-runtime"),
  seen("2.11.0-cuda12.8-cudnn9-devel"),
  seen("2.11.0-cuda12.8-cudnn9-runtime"),
  seen("2.14.0-cuda12.6-cudnn9-runtime"),
  seen("2.14.0-cuda13.0-cudnn9-runtime"),
  seen("2.14.0-cuda13.2-cudnn9-devel"),
  seen("2.14.1-cuda12.6-cudnn9-runtime"),
];

/** torch and the CUDA versions of its release; every one as runtime and devel. */
const RULED: readonly (readonly [torch: string, cuda: string])[] = [
  ["1.12.1", "11.3 11.6"],
  ["1.13.0", "11.6 11.7"],
  ["1.13.1", "11.6 11.7"],
  ["2.0.0", "11.7 11.8"],
  ["2.0.1", "11.7 11.8"],
  ["2.1.0", "11.8 12.1"],
  ["2.1.1", "11.8 12.1"],
  ["2.1.2", "11.8 12.1"],
  ["2.2.0", "11.8 12.1"],
  ["2.2.1", "11.8 12.1"],
  ["2.2.2", "11.8 12.1"],
  ["2.3.0", "11.8 12.1"],
  ["2.3.1", "11.8 12.1"],
  ["2.4.0", "11.8 12.1 12.4"],
  ["2.4.1", "11.8 12.1 12.4"],
  ["2.5.0", "11.8 12.1 12.4"],
  ["2.5.1", "11.8 12.1 12.4"],
  ["2.6.0", "11.8 12.4 12.6"],
  ["2.7.0", "11.8 12.6 12.8"],
  ["2.7.1", "11.8 12.6 12.8"],
  ["2.8.0", "12.6 12.9"],
  ["2.9.0", "12.6 12.8 13.0"],
  ["2.9.1", "12.6 12.8 13.0"],
  ["2.10.0", "12.6 12.8 13.0"],
  ["2.11.0", "12.6 13.0"],
  ["2.12.0", "12.6 13.0 13.2"],
  ["2.12.1", "12.6 13.0 13.2"],
  ["2.13.0", "12.6 13.0 13.2"],
  ["2.14.0", "12.6 13.0 13.2"],
  ["2.14.1", "12.6 13.0 13.2"],
];

/** cuDNN 9 since torch 2.4. */
const cudnn = (torch: string): number => (/^(1|2\.[0-3])\./.test(torch) ? 8 : 9);

/** PyTorch's own images of Docker Hub: the tags that public files name, then those that the rule gives. */
export function pytorchImages(): Image[] {
  const named = seenTags();
  const known = new Set(named.map((row) => row.reference));
  const tags = RULED.flatMap(([torch, versions]) =>
    versions.split(" ").flatMap((cuda) => ["runtime", "devel"].map((flavour) => `${torch}-cuda${cuda}-cudnn${cudnn(torch)}-${flavour}`)),
  );
  return [...named, ...tags.map(derived).filter((row) => !known.has(row.reference))];
}

const FORM = /^(\d+\.\d+\.\d+)-cuda(\d+\.\d+)-cudnn(\d+)-(?:runtime|devel)$/;

/** A tag of the form, for a patch release that no row names: the tag itself says torch and CUDA. Only where that wheel was published. */
export function pytorchImageOfTag(tag: string): Image | undefined {
  const [, torch = "", cuda = "", major = ""] = FORM.exec(tag) ?? [];
  return findWheel(torch, cuda, "x86_64") && major === String(cudnn(torch)) ? derived(tag) : undefined;
}
