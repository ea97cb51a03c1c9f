import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../catalog";
import { imagesArePinned } from "../../../policies/rules/images-are-pinned";
import { containing } from "../matchers";
import { base64, DIGEST, resource } from "../resources";

const judge = (type: string, props: Record<string, unknown>) => imagesArePinned.judge(resource(type, props), {});

describe("a custom resource", () => {
  const NIM = "kubernetes:apps.nvidia.com/v1alpha1:NIMService";
  const POLICY = "kubernetes:nvidia.com/v1:ClusterPolicy";

  it("may split its image into repository and tag", () => {
    const image = { repository: "nvcr.io/nim/example/model", tag: "1.8.3", pullPolicy: "IfNotPresent" };
    expect(judge(NIM, { spec: { image } })).toMatchObject([
      { kind: "violation", path: "spec.image.tag", message: containing("tag without digest") },
    ]);
    expect(judge(NIM, { spec: { image: { ...image, tag: `1.8.3@${DIGEST}` } } })).toEqual([]);
    expect(judge(NIM, { spec: { image: { ...image, digest: DIGEST } } })).toEqual([]);
    expect(judge(NIM, { spec: { image: { repository: image.repository } } })).toMatchObject([{ kind: "violation", path: "spec.image" }]);
    expect(judge(NIM, { spec: { image: { ...image, tag: UNKNOWN } } })).toMatchObject([{ kind: "undecided", path: "spec.image.tag" }]);
  });

  it("may set repository, image and version side by side", () => {
    const driver = { enabled: true, repository: "nvcr.io/nvidia", image: "driver", version: "580.126.09" };
    expect(judge(POLICY, { spec: { driver } })).toMatchObject([{ kind: "violation", path: "spec.driver.version" }]);
    expect(judge(POLICY, { spec: { driver: { ...driver, version: DIGEST } } })).toEqual([]);
    expect(judge(POLICY, { spec: { driver: { ...driver, enabled: false } } })).toEqual([]);
    expect(judge(POLICY, { spec: { driver: { ...driver, version: UNKNOWN } } })).toMatchObject([{ kind: "undecided" }]);
  });

  it("may name it in one word, or in a form that other things have", () => {
    const spark = "kubernetes:sparkoperator.k8s.io/v1beta2:SparkApplication";
    expect(judge(spark, { spec: { image: "example/spark-rapids:3.5" } })).toMatchObject([{ kind: "violation", path: "spec.image" }]);
    expect(judge(spark, { spec: { image: "spark" } })).toMatchObject([{ kind: "undecided", path: "spec.image" }]);
    expect(judge("kubernetes:example.com/v1:Chart", { spec: { image: { repository: "https://example.com/charts", tag: "1" } } })).toEqual(
      [],
    );
    expect(judge("kubernetes:source.toolkit.fluxcd.io/v1:GitRepository", { spec: { url: "ssh://git@x/y", ref: { tag: "1" } } })).toEqual(
      [],
    );
  });

  it("of a machine names a disk, not a container", () => {
    const props = { spec: { template: { spec: { image: "projects/example/global/images/debian-12" } } } };
    expect(judge("kubernetes:infrastructure.cluster.x-k8s.io/v1beta1:GCPMachineTemplate", props)).toEqual([]);
  });

  it("is read once where it holds pods, with the steps of a task and the main container of a service", () => {
    const containers = [{ name: "a", image: "x/y:1" }];
    expect(judge("kubernetes:ray.io/v1:RayJob", { spec: { template: { spec: { containers } } } })).toHaveLength(1);
    expect(judge("kubernetes:tekton.dev/v1:Task", { spec: { steps: [{ image: "x/y:1" }, { uses: "z" }] } })).toMatchObject([
      { path: "spec.steps[0].image" },
    ]);
    const services = { worker: { extraPodSpec: { mainContainer: { image: "x/y:1" } } } };
    expect(judge("kubernetes:nvidia.com/v1alpha1:DynamoGraphDeployment", { spec: { services } })).toMatchObject([
      { path: "spec.services.worker.extraPodSpec.mainContainer.image" },
    ]);
  });

  it("of Karpenter carries user data", () => {
    const spec = { userData: "#!/bin/bash\nctr -n k8s.io images pull docker.io/vllm/vllm-openai:latest\n" };
    expect(judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { spec })).toMatchObject([{ kind: "violation", path: "spec.userData:2" }]);
    expect(judge("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass", { spec: { userData: UNKNOWN } })).toMatchObject([
      { kind: "undecided", path: "spec.userData" },
    ]);
  });
});

describe("SageMaker", () => {
  const pinned = `123456789012.dkr.ecr.us-west-2.amazonaws.com/train@${DIGEST}`;

  it("runs images in training jobs, tuning jobs, algorithms, image versions and data quality jobs", () => {
    for (const [type, path, of] of [
      [
        "trainingJob:TrainingJob",
        "algorithmSpecification.trainingImage",
        (image: unknown) => ({ algorithmSpecification: { trainingImage: image } }),
      ],
      [
        "hyperParameterTuningJob:HyperParameterTuningJob",
        "trainingJobDefinitions[0].algorithmSpecification.trainingImage",
        (image: unknown) => ({ trainingJobDefinitions: [{ algorithmSpecification: { trainingImage: image } }] }),
      ],
      ["imageVersion:ImageVersion", "baseImage", (image: unknown) => ({ baseImage: image })],
      [
        "dataQualityJobDefinition:DataQualityJobDefinition",
        "dataQualityAppSpecification.imageUri",
        (image: unknown) => ({ dataQualityAppSpecification: { imageUri: image } }),
      ],
      [
        "algorithm:Algorithm",
        "trainingSpecification.trainingImage",
        (image: unknown) => ({ trainingSpecification: { trainingImage: image } }),
      ],
    ] as const) {
      const token = `aws:sagemaker/${type}`;
      expect(judge(token, of("x/y:1"))).toMatchObject([{ kind: "violation", path }]);
      expect(judge(token, of(pinned))).toEqual([]);
      expect(judge(token, of(UNKNOWN))).toMatchObject([{ kind: "undecided", path }]);
    }
  });

  it("may name the digest beside the image, or take the image from an algorithm or a package", () => {
    const algorithm = { trainingSpecification: { trainingImage: "x/y:1", trainingImageDigest: DIGEST } };
    expect(judge("aws:sagemaker/algorithm:Algorithm", algorithm)).toEqual([]);
    const own = { algorithmSpecification: { algorithmName: "example" } };
    expect(judge("aws:sagemaker/trainingJob:TrainingJob", own)).toMatchObject([
      { kind: "undecided", path: "algorithmSpecification.algorithmName" },
    ]);
    expect(judge("aws:sagemaker/model:Model", { containers: [{ modelPackageName: "arn" }] })).toMatchObject([
      { kind: "undecided", path: "containers[0].modelPackageName" },
    ]);
  });

  it("runs scripts at the start of a notebook", () => {
    const onStart = base64("#!/bin/bash\ndocker run vllm/vllm-openai:latest\n");
    const type = "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration";
    expect(judge(type, { onStart })).toMatchObject([{ kind: "violation", path: "onStart:2" }]);
  });
});
