import { type DeepLearningFacts, NAMED, page } from "./deep-learning-facts";

/** Family, release, what its notes say. */
export const deepLearningX86 = (): Readonly<Record<string, Readonly<Record<string, DeepLearningFacts>>>> => ({
  "dlami-base-oss-al2023": {
    "20260519": {
      drivers: ["595.64"],
      containerToolkit: "1.19.0",
      cuda: ["12.8", "12.9", "13.0", "13.2"],
      kernel: "6.1.170-213.321.amzn2023.x86_64",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "g7e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
      source: page("aws-deep-learning-ami-gpubaseoss-al2023-2026-05-20.md"),
    },
    "20260901": {
      drivers: ["595.91.07"],
      containerToolkit: "1.20.0",
      cuda: ["12.8", "12.9", "13.0", "13.2"],
      kernel: "6.12.103-127.188.amzn2023.x86_64",
      instanceFamilies: [
        "g4dn",
        "g5",
        "g6",
        "g6e",
        "g6f",
        "g7",
        "g7e",
        "gr6",
        "gr6f",
        "p4d",
        "p4de",
        "p5",
        "p5e",
        "p5en",
        "p6-b200",
        "p6-b300",
      ],
      source: page("aws-deep-learning-ami-gpubaseoss-al2023-2026-09-04.md"),
    },
    "20260916": {
      drivers: ["595.91.07"],
      source:
        "public EKS template repository, table of deploys, address not recorded; family: https://docs.amazonaws.cn/dlami/latest/devguide/",
      note: "seen on g7.12xlarge, eu-south-2, 2026-09-18, open kernel module",
    },
  },
  "dlami-base-oss-ubuntu-22.04": {
    "20240915": {
      drivers: ["550.90.07"],
      kernel: "6.5.0-1024-aws",
      source: "public report on g5.xlarge, address not recorded; family: https://docs.amazonaws.cn/dlami/latest/devguide/",
    },
    "20241115": { drivers: [], source: NAMED },
    "20250701": { drivers: [], source: NAMED },
    "20260403": { drivers: [], ids: { "us-east-2": "ami-06517bc7fad3c6a48" }, source: NAMED },
    "20260417": { drivers: [], source: NAMED },
    "20260804": {
      drivers: ["595.91.07"],
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "g7", "g7e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
      source:
        "public report that ran it on four GPU families, address not recorded; family: https://docs.amazonaws.cn/dlami/latest/devguide/",
    },
    "20260825": { drivers: [], source: NAMED, note: "a file names ami-089d23ba15a274c07 without its region" },
    "20260929": { drivers: [], source: NAMED },
  },
  "dlami-base-oss-ubuntu-24.04": {
    "20250620": { drivers: [], source: NAMED },
    "20250722": { drivers: [], source: NAMED },
    "20260320": { drivers: [], ids: { "us-east-1": "ami-052266c3e21dff7db" }, source: NAMED },
    "20260522": { drivers: [], source: NAMED },
    "20260619": { drivers: [], source: NAMED, note: "a file names ami-04c358d25696de0a0 without its region" },
    "20260626": { drivers: [], source: NAMED, note: "a file names ami-0a9d213b92dabc044 without its region" },
    "20260724": { drivers: [], source: NAMED },
    "20260915": {
      drivers: ["595.91.07"],
      cuda: ["12.8", "12.9", "13.0", "13.2"],
      kernel: "7.0.0-1012-aws",
      source:
        "public run plan that quotes the AWS release note: https://docs.aws.amazon.com/dlami/latest/devguide/aws-deep-learning-ami-gpubaseoss-ul2404-2026-09-16.html",
    },
    "20261006": {
      drivers: ["595.91.07"],
      source:
        "two independent public benchmark reports on g6e.xlarge (region of the id not stated), address not recorded; family: https://docs.amazonaws.cn/dlami/latest/devguide/",
      note: "a report names ami-028357be7d5b15c53 without its region",
    },
  },
  "dlami-base-proprietary-al2": {
    "71.6": {
      drivers: ["570.195.03"],
      containerToolkit: "1.18.1",
      cuda: ["12.1", "12.2", "12.3"],
      kernel: "5.10.245-245.983.amzn2.x86_64",
      instanceFamilies: ["g3", "inf1", "p3", "p3dn"],
      source: page("aws-deep-learning-ami-base-aml2-2026-01-02.md"),
    },
  },
  "dlami-base-single-cuda-ubuntu-22.04": {
    "20260102": {
      drivers: ["580.105.08"],
      containerToolkit: "1.18.1",
      cuda: ["13.0"],
      kernel: "6.8.0-1044-aws",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
      source: page("aws-deep-learning-ami-gpubasesinglecuda-ul2204-2026-01-02.md"),
    },
  },
  "dlami-base-single-cuda-ubuntu-24.04": {
    "20260717": {
      drivers: ["595.71.05"],
      containerToolkit: "1.19.1",
      cuda: ["13.2"],
      kernel: "6.17.0-1019-aws",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "g7", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200", "p6-b300"],
      source: page("aws-deep-learning-ami-gpubasesinglecuda-ul2404-2026-07-17.html"),
    },
  },
  "dlami-pytorch-2.6-al2023": {
    "20260103": {
      drivers: ["580.105.08"],
      containerToolkit: "1.18.1",
      cuda: ["12.6"],
      kernel: "6.1.158-180.294.amzn2023.x86_64",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en"],
      source: page("aws-deep-learning-ami-gpupt26oss-al2023-2026-01-08.md"),
    },
  },
  "dlami-pytorch-2.6-ubuntu-22.04": {
    "20250920": {
      drivers: ["570.172.08"],
      containerToolkit: "1.17.8",
      cuda: ["12.6"],
      kernel: "6.8.0-1036-aws",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en"],
      source: "https://docs.aws.amazon.com/ja_jp/dlami/latest/devguide/aws-deep-learning-ami-gpupt26oss-ul2204-2025-09-30.html",
    },
  },
  "dlami-pytorch-2.9-ubuntu-24.04": {
    "20260103": {
      drivers: ["580.105.08"],
      containerToolkit: "1.18.1",
      kernel: "6.14.0-1018-aws",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200"],
      source: page("aws-deep-learning-ami-gpupt29oss-ul2404-2026-01-08.md"),
    },
    "20260317": {
      drivers: ["580.126.09"],
      containerToolkit: "1.19.0",
      kernel: "6.17.0-1009-aws",
      instanceFamilies: ["g4dn", "g5", "g6", "g6e", "gr6", "p4d", "p4de", "p5", "p5e", "p5en", "p6-b200"],
      source: page("aws-deep-learning-ami-gpupt29oss-ul2404-2026-03-20.md"),
    },
  },
});
