import { createHash, randomBytes } from "node:crypto";
import * as aws from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it, vi } from "vitest";
import { GpuInstance } from "../../../components/host/gpu-instance";
import { driverAmi } from "../../../components/pins/driver-ami";
import { pinnedImage } from "../../../components/pins/pinned-image";
import { unpacked } from "../../boot/unpacked";
import { only, type Registered, record } from "../record";
import { holding, like } from "../text";
import { gpuInstance, validArgs } from "./gpu-instance-fixture";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const GROUP = "aws:autoscaling/group:Group";

const proof = { source: "a golden image's build log", checked: "2026-11-01" };
const oldDriver = () =>
  driverAmi(
    { family: "dlami-base-oss-al2023", release: "20260519", id: "ami-0123456789abcdef0" },
    { declared: { driver: "470.57.02", ...proof } },
  );
const userDataOf = (seen: Registered[]) => unpacked(only(seen, TEMPLATE).inputs.userData);

describe("GpuInstance", () => {
  afterEach(() => vi.restoreAllMocks());

  it("shows in preview everything it deploys", async () => {
    const names = async (preview: boolean) =>
      (await record(() => gpuInstance({ capacity: "spot-then-on-demand", returnToSpot: true }), { preview }))
        .map(({ type, name }) => `${type} ${name}`)
        .sort();
    expect(await names(true)).toEqual(await names(false));
  });

  it("keeps the names of its resources, because renaming one replaces it, and is the parent of each", async () => {
    const seen = await record(() =>
      gpuInstance({ capacity: "spot-then-on-demand", returnToSpot: true, policyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] }),
    );
    await expect(
      `${seen
        .map(({ urn }) => urn)
        .sort()
        .join("\n")}\n`,
    ).toMatchFileSnapshot("gpu-instance.urns");
  });

  it("buys spot with the strategy that loses machines least, over all acceptable types", async () => {
    const group = only(await record(() => gpuInstance()), GROUP);
    expect(group.inputs).toMatchObject({
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
      waitForCapacityTimeout: "0",
      // 270 s, 819 s for the largest image that its volume holds, and 60 s to start
      healthCheckGracePeriod: 1200,
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandBaseCapacity: 0,
          onDemandPercentageAboveBaseCapacity: 0,
          spotAllocationStrategy: "price-capacity-optimized",
        },
        launchTemplate: { overrides: [{ instanceType: "g6.xlarge" }, { instanceType: "g5.xlarge" }] },
      },
    });
  });

  it("takes an image that the same program builds: by its name, judged by its facts, without the digest that nobody knows yet", async () => {
    const uri = pulumi.output(`registry/images@sha256:${"a".repeat(64)}`);
    const image = { reference: "app:1-ab", name: "app", tag: "1-ab", uri, facts: { cuda: "12.8" }, pinnedBy: "build" } as const;
    const seen = await record(() => gpuInstance({ image }));
    const tags = only(seen, TEMPLATE).inputs.tags as Record<string, string>;
    expect(tags).toMatchObject({ "pulumi-gpu:image": "app:1-ab", "pulumi-gpu:cuda": "12.8" });
    expect(Object.keys(tags)).not.toContain("pulumi-gpu:digest");
    expect(userDataOf(seen)).toContain(`registry/images@sha256:${"a".repeat(64)}`);
  });

  it("buys on demand in the caller's order of types", async () => {
    const { inputs } = only(await record(() => gpuInstance({ capacity: "on-demand", wait: "in-service" })), GROUP);
    expect(inputs).toMatchObject({
      waitForCapacityTimeout: "10m",
      mixedInstancesPolicy: {
        instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100, onDemandAllocationStrategy: "prioritized" },
      },
    });
  });

  it("starts spot with the machine and on-demand without, and lets the state machine move it", async () => {
    const seen = await record(() => gpuInstance({ capacity: "spot-then-on-demand", fallbackAfterMinutes: 5 }));
    expect(only(seen, GROUP, "box").inputs).toMatchObject({ minSize: 0, maxSize: 1, desiredCapacity: 1 });
    expect(only(seen, GROUP, "box-on-demand").inputs).toMatchObject({ minSize: 0, maxSize: 1, desiredCapacity: 0 });
    const definition = JSON.parse(String(only(seen, "aws:sfn/stateMachine:StateMachine").inputs.definition)) as {
      States: { Begin: { Parameters: unknown }; WaitForSpot: unknown };
    };
    expect(definition.States.Begin.Parameters).toEqual({ "Action.$": "$.action", Left: 5 });
    expect(definition.States.WaitForSpot).toMatchObject({ Type: "Wait", Seconds: 60 });
  });

  it("keeps everything but the machine at size 0", async () => {
    expect(only(await record(() => gpuInstance({ size: 0 })), GROUP).inputs).toMatchObject({ minSize: 0, maxSize: 0, desiredCapacity: 0 });
  });

  it("launches a machine that nobody can reach, with its credentials out of the container's reach", async () => {
    const seen = await record(() => gpuInstance());
    expect(only(seen, "aws:ec2/securityGroup:SecurityGroup").inputs).toMatchObject({ ingress: [] });
    expect(only(seen, TEMPLATE).inputs).toMatchObject({
      imageId: "ami-0123456789abcdef0",
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      instanceInitiatedShutdownBehavior: "terminate",
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", encrypted: "true", volumeSize: 200 } }],
    });
  });

  it("lets the container at the role only where asked", async () => {
    const { inputs } = only(await record(() => gpuInstance({ container: { usesInstanceRole: true } })), TEMPLATE);
    expect(inputs).toMatchObject({ metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } });
  });

  it("encrypts volume and log with the customer's key", async () => {
    const kmsKeyId = "arn:aws:kms:us-west-2:123456789012:key/1";
    const seen = await record(() => gpuInstance({ kmsKeyId }));
    expect(only(seen, TEMPLATE).inputs).toMatchObject({ blockDeviceMappings: [{ ebs: { encrypted: "true", kmsKeyId } }] });
    expect(only(seen, "aws:cloudwatch/logGroup:LogGroup").inputs).toMatchObject({ kmsKeyId });
  });

  it("tags what AWS makes from the template: machine, volume and interface", async () => {
    const { inputs } = only(await record(() => gpuInstance({ tags: { team: "ml" } })), TEMPLATE);
    const specifications = inputs.tagSpecifications as { resourceType: string; tags: Record<string, string> }[];
    expect(specifications.map(({ resourceType, tags }) => `${resourceType} ${tags.team}`)).toEqual([
      "instance ml",
      "volume ml",
      "network-interface ml",
    ]);
  });

  it("carries both sides, the driver it gets and the CUDA it needs, as claims", async () => {
    const { inputs } = only(await record(() => gpuInstance()), TEMPLATE);
    expect(inputs.tags).toMatchObject({
      "pulumi-gpu:driver": "595.64",
      "pulumi-gpu:cuda": "12.8",
      "pulumi-gpu:ami": "dlami-base-oss-al2023@20260519",
      "pulumi-gpu:image": "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-runtime",
      "pulumi-gpu:digest": "417bd75df636",
      "pulumi-gpu:types": "g6.xlarge g5.xlarge",
      "pulumi-gpu:capacity": "spot",
    });
    expect(inputs.tags).not.toHaveProperty("pulumi-gpu:override");
  });

  it("pulls by digest from where it was told, and checks the driver that the AMI promises", async () => {
    const imageUri = `123456789012.dkr.ecr.us-west-2.amazonaws.com/pytorch@sha256:${"a".repeat(64)}`;
    const text = userDataOf(await record(() => gpuInstance({ imageUri })));
    expect(text).toContain(`IMAGE='${imageUri}'`);
    expect(text).toContain("DRIVER='595.64'");
    expect(text).toMatch(/'g6\.xlarge 1 - - - L4\|/);
    expect(text).toMatch(/'g5\.xlarge 1 - - - A10G\|/);
  });

  it("shows its user data at preview, so that policies can judge it", async () => {
    const text = userDataOf(await record(() => gpuInstance(), { preview: true }));
    expect(text).toContain("IMAGE='docker.io/pytorch/pytorch@sha256:417bd75df636");
    expect(text).toContain("LOG_GROUP='/pulumi-gpu/gpu/test/box'");
  });

  it("looks an AMI up by exact name and owner, with the provider of its own region", async () => {
    const asked: unknown[] = [];
    const seen = await record(() => gpuInstance({ ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260519" }) }), {
      answers: { "aws:ec2/getAmiIds:getAmiIds": { ids: ["ami-0aaaaaaaaaaaaaaaa"] } },
      asked,
    });
    expect(only(seen, TEMPLATE).inputs.imageId).toBe("ami-0aaaaaaaaaaaaaaaa");
    expect(asked).toEqual([
      expect.objectContaining({
        owners: ["amazon"],
        filters: [{ name: "name", values: ["Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260519"] }],
      }),
    ]);
  });

  it("lets the machine log in to a private registry that is not ECR, by a secret that it reads itself", async () => {
    const registrySecretArn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:nvcr-AbCdEf";
    const seen = await record(() => gpuInstance({ registrySecretArn }));
    expect(userDataOf(seen)).toContain(`REGISTRY_SECRET='${registrySecretArn}'`);
    expect(userDataOf(seen)).toContain("registry_login");
    expect(String(only(seen, "aws:iam/rolePolicy:RolePolicy", "box-rights").inputs.policy)).toContain(
      JSON.stringify({ Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [registrySecretArn] }),
    );
    expect(userDataOf(await record(() => gpuInstance()))).not.toContain("registry_login");
  });

  it("refuses a registry secret that is none, or that ECR does not need", () => {
    expect(() => gpuInstance({ registrySecretArn: "hunter2" })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining("hunter2") as string,
        errors: [{ propertyPath: "registrySecretArn", reason: "must be the ARN of a Secrets Manager secret, not the secret itself" }],
      }),
    );
    const imageUri = `123456789012.dkr.ecr.us-west-2.amazonaws.com/a@sha256:${"a".repeat(64)}`;
    expect(() => gpuInstance({ imageUri, registrySecretArn: "arn:aws:secretsmanager:us-west-2:123456789012:secret:x" })).toThrow(
      "registrySecretArn: ECR is logged in to with the machine's role; drop it",
    );
  });

  it("lives in two accounts and two regions of one program", async () => {
    const seen = await record(() => {
      for (const [name, region, account] of [
        ["oregon", "us-west-2", "111111111111"],
        ["ireland", "eu-west-1", "222222222222"],
      ] as const) {
        const provider = new aws.Provider(name, {
          region,
          assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deploy` }],
        });
        new GpuInstance(`box-${name}`, validArgs(), { providers: { aws: provider } });
      }
    });
    for (const region of ["oregon", "ireland"]) {
      const children = seen.filter(({ name, custom, type }) => custom && !type.startsWith("pulumi:") && name.startsWith(`box-${region}`));
      expect(children.length).toBeGreaterThan(7);
      expect(new Set(children.map(({ provider }) => provider))).toEqual(new Set([holding(`::${region}::`)]));
    }
  });

  it("gives the last word on a child to a transform", async () => {
    const seen = await record(() =>
      gpuInstance(
        { capacity: "spot-then-on-demand" },
        {
          transform: {
            launchTemplate: (args) => ({ ...args, ebsOptimized: "true" }),
            group: (args) => ({ ...args, defaultCooldown: 60 }),
            role: (args) => ({ ...args, maxSessionDuration: 7200 }),
          },
        },
      ),
    );
    expect(only(seen, TEMPLATE).inputs.ebsOptimized).toBe("true");
    expect(seen.filter(({ type }) => type === GROUP).map(({ inputs }) => inputs.defaultCooldown)).toEqual([60, 60]);
    expect(only(seen, "aws:iam/role:Role", "box-role").inputs.maxSessionDuration).toBe(7200);
  });

  it("refuses a combination that cannot work, for each type, with the reasons and the ways out", () => {
    expect(() => gpuInstance({ ami: oldDriver() })).toThrow(
      expect.objectContaining({
        errors: [
          {
            propertyPath: "instanceTypes[0]",
            reason: like(/^g6\.xlarge cannot run this image: .*470\.57\.02.*; ways out: .*; or set override with a written reason$/),
          },
          {
            propertyPath: "instanceTypes[1]",
            reason: like(/^g5\.xlarge cannot run this image: .*470\.57\.02.*; ways out: /),
          },
        ],
      }),
    );
  });

  it("launches against a fail for a written reason, which is logged and hashed into a tag", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const seen = await record(() => gpuInstance({ ami: oldDriver(), override: { reason: "reproducing an incident" } }));
    expect(only(seen, TEMPLATE).inputs.tags).toMatchObject({
      "pulumi-gpu:override": createHash("sha256").update("reproducing an incident").digest("hex").slice(0, 12),
    });
    expect(warn.mock.calls[0]?.[0]).toMatch(
      /^GpuInstance 'box' launches g6\.xlarge against a fail \(.*470\.57\.02.*\), because: reproducing an incident$/,
    );
  });

  it("warns of what cannot be decided, and refuses it when strict", async () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    const image = pinnedImage(`private.example/model@sha256:${"c".repeat(64)}`);
    expect(() => gpuInstance({ image, strict: true })).toThrow(/g6\.xlarge is undecided, and strict refuses that: /);
    expect(warn).not.toHaveBeenCalled();
    await record(() => gpuInstance({ image }));
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
      like(/^GpuInstance 'box' on g6\.xlarge is undecided: /),
      like(/^GpuInstance 'box' on g5\.xlarge is undecided: /),
    ]);
  });

  it("reports every bad argument at once, with the way out", () => {
    expect(() =>
      gpuInstance({
        instanceTypes: ["g6.xlrage", "g5g.xlarge", "g6.xlarge", "g6.xlarge"],
        rootVolumeGiB: 1,
        logRetentionDays: 2,
        fallbackAfterMinutes: 1,
        imageUri: "123456789012.dkr.ecr.us-west-2.amazonaws.com/pytorch:latest",
        override: { reason: "because" },
        rolePath: "gpu",
        kmsKeyId: "alias/gpu",
        tags: { "pulumi-gpu:driver": "1" },
        container: {
          environment: { "9LIVES": "" },
          secrets: { TOKEN: "hunter2" },
          identity: { uid: 0, gid: -1 },
          mounts: [{ hostPath: "data", containerPath: "/run/secrets/x" }],
          ports: [{ host: 0 }, { host: 80, container: 70000 }],
          shmSizeMiB: 0.5,
        },
        network: {
          vpcId: "vpc-1",
          subnetIds: [],
          proxy: { https: "http://user:word@proxy:3128", http: "proxy" },
          caBundle: "-----BEGIN PRIVATE KEY-----",
        },
      }),
    ).toThrow(
      expect.objectContaining({
        errors: [
          {
            propertyPath: "instanceTypes[0]",
            reason: "'g6.xlrage' is not in the catalog; use g6.xlarge, g6.2xlarge, g6.4xlarge, or declare it",
          },
          {
            propertyPath: "instanceTypes[1]",
            reason: like(/^g5g\.xlarge is arm64 and dlami-base-oss-al2023@20260519 is x86_64; an override has no image id/),
          },
          { propertyPath: "instanceTypes[3]", reason: "g6.xlarge is listed twice" },
          { propertyPath: "rootVolumeGiB", reason: "must be a whole number from 8 to 16384, got 1" },
          { propertyPath: "logRetentionDays", reason: like(/^CloudWatch Logs keeps for 1, 3, 5, .* days, got 2$/) },
          { propertyPath: "override.reason", reason: "must say why in at least 10 characters" },
          { propertyPath: "imageUri", reason: like(/has no digest; write registry\/repository@sha256:417bd75df636/) },
          { propertyPath: 'container.environment["9LIVES"]', reason: holding("starts with no digit") },
          {
            propertyPath: 'container.secrets["TOKEN"]',
            reason: "must be the ARN of a Secrets Manager secret or of an SSM parameter, not the secret itself",
          },
          { propertyPath: "container.identity.uid", reason: "the container does not run as root; use 1000, and mounts that it owns" },
          { propertyPath: "container.identity.gid", reason: "must be a whole number from 1 to 4294967294, got -1" },
          { propertyPath: "container.mounts[0].hostPath", reason: "must be an absolute path without spaces, commas and colons" },
          { propertyPath: "container.mounts[0].containerPath", reason: "/run/secrets holds the secrets; use another path" },
          { propertyPath: "container.ports[0].host", reason: "must be a whole number from 1 to 65535, got 0" },
          { propertyPath: "container.ports[1].container", reason: "must be a whole number from 1 to 65535, got 70000" },
          { propertyPath: "container.shmSizeMiB", reason: "must be a whole number of at least 1, got 0.5" },
          { propertyPath: "network.proxy.http", reason: "is no http or https address such as http://proxy.internal:3128" },
          {
            propertyPath: "network.proxy.https",
            reason: "holds a user name or password, which user data would show; let the proxy admit the VPC's addresses instead",
          },
          { propertyPath: "network.caBundle", reason: "holds a private key; pass the certificates alone" },
          { propertyPath: 'tags["pulumi-gpu:driver"]', reason: holding("use another key") },
          { propertyPath: "rolePath", reason: "'gpu' must begin and end with a slash and have at most 512 characters, such as /gpu/" },
          { propertyPath: "kmsKeyId", reason: holding("must be the ARN of the key") },
          { propertyPath: "fallbackAfterMinutes", reason: "must be a whole number from 2 to 1440, got 1" },
          {
            propertyPath: "fallbackAfterMinutes",
            reason: "only spot-then-on-demand has a fallback; drop it, or set capacity to spot-then-on-demand",
          },
        ],
      }),
    );
  });

  it("does not repeat what a secret holds when it was given instead of its ARN", () => {
    expect(() => gpuInstance({ container: { secrets: { TOKEN: "hunter2" } } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hunter2") as string }),
    );
  });

  it("refuses user data that EC2 would not take before anything is registered", () => {
    expect(() => gpuInstance({ container: { command: [randomBytes(20_000).toString("hex")] } })).toThrow(
      expect.objectContaining({
        errors: [
          { propertyPath: "container", reason: like(/^user data is \d+ bytes above EC2's limit of 16384 when compressed; shorten /) },
        ],
      }),
    );
  });

  it("takes an instance type that the project declares", async () => {
    const declared = { instanceTypes: [{ instanceType: "g9.xlarge", gpu: "L4", gpuCount: 2, ...proof }] };
    const text = userDataOf(await record(() => gpuInstance({ instanceTypes: ["g9.xlarge"], declared })));
    expect(text).toMatch(/'g9\.xlarge 2 - - - L4\|/);
  });

  it("refuses an AMI that is made for a cluster", () => {
    expect(() => gpuInstance({ ami: driverAmi({ family: "bottlerocket-nvidia", release: "1.68.0", kubernetes: "1.34" }) })).toThrow(
      expect.objectContaining({
        errors: expect.arrayContaining([
          { propertyPath: "ami", reason: holding("use a Deep Learning AMI, for example dlami-base-oss-al2023") },
        ]) as unknown,
      }),
    );
  });

  it("refuses types to which one AMI gives different drivers", () => {
    const ami = driverAmi({ id: "ami-0fedcba9876543210" }, { declared: { driver: { g5: "580.159.04", "*": "595.64" }, ...proof } });
    expect(() => gpuInstance({ ami, rootDeviceName: "/dev/xvda" })).toThrow(
      "ami-0fedcba9876543210 gives these types different drivers (g6.xlarge gets 595.64; g5.xlarge gets 580.159.04); make one GpuInstance for each driver",
    );
  });

  it("registers nothing when its arguments are bad", async () => {
    expect(await record(() => expect(() => gpuInstance({ instanceTypes: [] })).toThrow("needs at least one EC2 type"))).toEqual([]);
  });
});
