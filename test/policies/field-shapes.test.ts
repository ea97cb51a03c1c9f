import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../catalog";
import { readPlan } from "../../cli/check/read-plan";
import { judge, type Resource } from "../../policies/rules";
import { base64, DIGEST, depending, resource } from "./resources";

const FOLDER = join(__dirname, "fixtures/field");
const said = (resources: readonly Resource[]): string[] =>
  judge(resources, { today: "2026-11-28" })
    .map(({ rule, kind, path }) => `${rule} ${kind} ${path}`)
    .sort();

// The shapes of manifests that teams publish, under names of our own; each says in its head what is to be found, and nothing else may be.
describe("a manifest of the field", () => {
  it.each(readdirSync(FOLDER))("is judged right: %s", async (file) => {
    const text = readFileSync(join(FOLDER, file), "utf8");
    const expected = [...text.matchAll(/^# expect: (.+)$/gm)].map(([, line]) => line);
    const { resources, gaps } = await readPlan(text, file);
    expect(gaps).toEqual([]);
    expect(said(resources)).toEqual(expected.sort());
  });
});

describe("a program of the field", () => {
  const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
  const GROUP = "aws:autoscaling/group:Group";
  const sound = {
    metadataOptions: { httpTokens: "required", httpEndpoint: "enabled" },
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeSize: 100, volumeType: "gp3" } }],
  };

  it("of web servers is left alone", () => {
    const template = resource(TEMPLATE, {
      ...sound,
      imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      instanceType: "m7i.large",
      userData: base64(`#!/bin/bash\ndnf install -y docker\ndocker run -d -p 80:80 nginx@${DIGEST}\n`),
    });
    const group = depending(
      resource(GROUP, {
        minSize: 2,
        maxSize: 6,
        desiredCapacity: 2,
        vpcZoneIdentifiers: [UNKNOWN, UNKNOWN],
        launchTemplate: { id: UNKNOWN },
      }),
      template,
    );
    const open = resource("aws:ec2/securityGroup:SecurityGroup", {
      ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
        { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.7/32"] },
      ],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
    });
    expect(said([template, group, open])).toEqual([]);
  });

  it("of ECS on GPUs bought on spot drains through its agent, and floats on the recommended AMI", () => {
    const template = resource(TEMPLATE, {
      ...sound,
      imageId: "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id",
      instanceType: "g5.xlarge",
      userData: base64(
        "#!/bin/bash\ncat >> /etc/ecs/ecs.config <<E\nECS_CLUSTER=serve\nECS_ENABLE_GPU_SUPPORT=true\nECS_ENABLE_SPOT_INSTANCE_DRAINING=true\nE\n",
      ),
    });
    const group = depending(
      resource(GROUP, {
        maxSize: 4,
        protectFromScaleIn: true,
        mixedInstancesPolicy: {
          instancesDistribution: {
            onDemandBaseCapacity: 1,
            onDemandPercentageAboveBaseCapacity: 0,
            spotAllocationStrategy: "price-capacity-optimized",
          },
          launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: UNKNOWN },
            overrides: [{ instanceType: "g5.xlarge" }, { instanceType: "g6.xlarge" }],
          },
        },
      }),
      template,
    );
    const containers = [
      {
        name: "serve",
        image: "example.com/serve:7",
        resourceRequirements: [{ type: "GPU", value: "1" }],
        secrets: [{ name: "TOKEN", valueFrom: "arn" }],
      },
      { name: "agent", image: `amazon/cloudwatch-agent@${DIGEST}`, environment: [{ name: "LEVEL", value: "info" }] },
    ];
    const task = resource("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify(containers) });
    expect(said([template, group, task])).toEqual([
      "ami-is-pinned violation imageId",
      "driver-supports-image undecided userData",
      "images-are-pinned violation containerDefinitions[0].image",
    ]);
  });

  it("of EKS has managed groups of both kinds, and a cluster", () => {
    const NODES = "aws:eks/nodeGroup:NodeGroup";
    const cpu = resource(NODES, {
      instanceTypes: ["m7i.large"],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 },
      capacityType: "SPOT",
    });
    const gpu = resource(NODES, {
      amiType: "AL2023_x86_64_NVIDIA",
      releaseVersion: "1.34.9-20260714",
      instanceTypes: ["g6.xlarge", "g6.2xlarge"],
      capacityType: "SPOT",
      labels: { "pulumi-gpu.io/cuda": "12.8" },
      taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NO_SCHEDULE" }],
      scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
    });
    expect(said([cpu, gpu, resource("aws:eks/cluster:Cluster", { version: "1.34", vpcConfig: { subnetIds: UNKNOWN } })])).toEqual([]);
    const { releaseVersion: _, ...floating } = gpu.props;
    expect(said([resource(NODES, floating)])).toEqual([
      "ami-is-pinned violation releaseVersion",
      "driver-supports-image undecided releaseVersion",
    ]);
  });

  it("of Batch and SageMaker pins what it runs, or is told so", () => {
    const pinned = `123456789012.dkr.ecr.us-west-2.amazonaws.com/train@${DIGEST}`;
    const job = resource("aws:batch/jobDefinition:JobDefinition", {
      type: "container",
      containerProperties: JSON.stringify({
        image: pinned,
        command: ["python", "train.py"],
        resourceRequirements: [{ type: "GPU", value: "1" }],
      }),
      retryStrategy: { attempts: 3 },
    });
    const model = resource("aws:sagemaker/model:Model", { primaryContainer: { image: pinned, modelDataUrl: "s3://example/model.tar.gz" } });
    const endpoint = resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", {
      productionVariants: [{ modelName: UNKNOWN, instanceType: "ml.g5.xlarge", initialInstanceCount: 1 }],
    });
    const notebook = resource("aws:sagemaker/notebookInstance:NotebookInstance", { instanceType: "ml.g5.xlarge" });
    expect(said([job, model, endpoint, notebook])).toEqual([]);
    const environment = resource("aws:batch/computeEnvironment:ComputeEnvironment", {
      computeResources: { type: "SPOT", instanceTypes: ["g5.xlarge"], maxVcpus: 64, allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED" },
    });
    expect(said([environment])).toEqual(["ami-is-pinned violation computeResources.imageId", "driver-supports-image undecided labels"]);
  });

  it("of a bastion and a database has nothing to do with GPUs", () => {
    const bastion = resource("aws:ec2/instance:Instance", {
      ...sound,
      ami: UNKNOWN,
      instanceType: "t3.micro",
      rootBlockDevice: { encrypted: true },
      userData: "#!/bin/bash\nsed -i 's/^PasswordAuthentication.*/PasswordAuthentication no/' /etc/ssh/sshd_config\n",
    });
    const database = resource("aws:rds/instance:Instance", { engine: "postgres", password: UNKNOWN, publiclyAccessible: false });
    expect(said([bastion, database])).toEqual([]);
  });
});
