import { describe, expect, it } from "vitest";
import { AMI_FAMILIES, amiReleases, INSTANCE_TYPES } from "../../../../catalog";

const all = [...amiReleases().values()].flat();
const find = (key: string) => all.find((row) => row.key === key);

describe("AMI families", () => {
  it("has the families that a GPU host of ours starts from", () => {
    expect(Object.keys(AMI_FAMILIES)).toEqual(
      expect.arrayContaining([
        "bottlerocket-nvidia",
        "dlami-arm64-base-oss-ubuntu-24.04",
        "dlami-base-oss-al2023",
        "dlami-base-oss-ubuntu-22.04",
        "dlami-base-oss-ubuntu-24.04",
        "dlami-pytorch-2.9-ubuntu-24.04",
        "ecs-gpu-al2023",
        "eks-al2023-nvidia",
      ]),
    );
  });

  it("offers an SSM parameter per release for EKS and Bottlerocket, and none for Deep Learning AMIs", () => {
    const pinned = Object.values(AMI_FAMILIES).filter(({ ssmParameter }) => ssmParameter);
    expect(pinned.filter(({ family }) => family.startsWith("dlami"))).toEqual([]);
    expect(AMI_FAMILIES["eks-al2023-nvidia"]?.ssmParameter).toBe(
      "/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/x86_64/nvidia/amazon-eks-node-al2023-x86_64-nvidia-{kubernetes}-v{release}/image_id",
    );
    expect(AMI_FAMILIES["bottlerocket-nvidia"]?.ssmParameter).toBe(
      "/aws/service/bottlerocket/aws-k8s-{kubernetes}-nvidia/x86_64/{release}/image_id",
    );
  });

  it("names the exact image of a Deep Learning AMI, to search with owner amazon", () => {
    expect(AMI_FAMILIES["dlami-base-oss-al2023"]).toMatchObject({
      namePattern: "Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) {release}",
      owner: "amazon",
      ownerAccount: "898082745236",
    });
  });

  it("never puts `latest` or `recommended` into what pins a release", () => {
    const moving = Object.values(AMI_FAMILIES).filter(({ ssmParameter = "", namePattern = "" }) =>
      /latest|recommended/.test(`${ssmParameter} ${namePattern}`),
    );
    expect(moving).toEqual([]);
    const unpinned = Object.values(AMI_FAMILIES).filter(({ ssmParameter, namePattern }) =>
      [ssmParameter, namePattern].some((text) => text !== undefined && !text.includes("{release}")),
    );
    expect(unpinned).toEqual([]);
  });

  it("asks for a Kubernetes version exactly where its patterns need one", () => {
    for (const { family, kubernetes, ssmParameter, namePattern } of Object.values(AMI_FAMILIES)) {
      for (const text of [ssmParameter, namePattern].filter((part) => part !== undefined)) {
        expect(`${family} ${text.includes("{kubernetes}")}`).toBe(`${family} ${kubernetes}`);
      }
    }
  });
});

describe("AMI releases", () => {
  it("belongs to a family, with a Kubernetes version where the family has several", () => {
    const wrong = all.filter(({ family, kubernetes }) => AMI_FAMILIES[family]?.kubernetes !== (kubernetes !== undefined));
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  it("holds every row of the EKS change log, and the two releases that it skips", () => {
    const eks = all.filter(({ family }) => family.startsWith("eks-"));
    expect(eks).toHaveLength(576);
    expect(eks.filter(({ withdrawn }) => withdrawn)).toHaveLength(24);
  });

  it.each([
    ["dlami-base-oss-al2023@20260901", ["595.91.07"], "1.20.0"],
    ["dlami-base-oss-al2023@20260519", ["595.64"], "1.19.0"],
    ["dlami-pytorch-2.6-ubuntu-22.04@20250920", ["570.172.08"], "1.17.8"],
    ["eks-al2023-nvidia@v20260714/1.36", ["580.159.03"], "1.19.1"],
    ["eks-al2023-nvidia@v20250403/1.30", ["560.35.05"], "1.17.5"],
    ["eks-al2-gpu@v20251209/1.32", ["570.172.08"], undefined],
    ["bottlerocket-nvidia@1.68.0/1.37", ["580.178.04", "595.91.07"], undefined],
    ["bottlerocket-nvidia@1.52.0/1.33", ["570.195.03"], undefined],
    ["bottlerocket-nvidia@1.52.0/1.34", ["580.95.05"], undefined],
    ["ecs-gpu-al2023@20260820", ["580.159.03"], undefined],
  ])("%s holds driver %s", (key, drivers, containerToolkit) => {
    expect(find(key)).toMatchObject({ drivers, ...(containerToolkit ? { containerToolkit } : {}) });
  });

  it("states an AMI id only with its region", () => {
    const ids = all.filter(({ ids }) => ids).map(({ key, ids }) => `${key} ${JSON.stringify(ids)}`);
    expect(ids.sort()).toEqual([
      'dlami-base-oss-ubuntu-22.04@20260403 {"us-east-2":"ami-06517bc7fad3c6a48"}',
      'dlami-base-oss-ubuntu-24.04@20260320 {"us-east-1":"ami-052266c3e21dff7db"}',
      'ecs-gpu-al2023@20260226 {"us-east-1":"ami-09b49eab44165178f"}',
    ]);
  });

  it("names a node group version that fits release and Kubernetes version", () => {
    const odd = all.filter(
      ({ nodegroupVersion, release, kubernetes }) =>
        nodegroupVersion && !(nodegroupVersion.startsWith(`${kubernetes}.`) && nodegroupVersion.endsWith(release.slice(1))),
    );
    expect(odd.map(({ key }) => key)).toEqual([]);
  });

  it("lists only EC2 families of the catalog, old and coming ones aside", () => {
    const families = new Set(Object.values(INSTANCE_TYPES).map(({ family }) => family));
    const named = new Set(all.flatMap(({ instanceFamilies }) => instanceFamilies ?? []));
    expect([...named].filter((family) => !families.has(family)).sort()).toEqual(["g3", "inf1", "p6e-gb300"]);
  });
});
