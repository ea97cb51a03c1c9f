import { describe, expect, it } from "vitest";
import type { GpuWorkstationArgs } from "../../../components/workstation/gpu-workstation-args";
import { sameZone } from "../../../components/workstation/home";
import { judge } from "../../../policies/rules";
import { unpacked } from "../../boot/unpacked";
import { resource } from "../../policies/resources";
import { only, type Registered } from "../record";
import { holding, like } from "../text";
import { KEY, recordWorkstation, validArgs, workstation } from "./fixture";

const GROUP = "aws:autoscaling/group:Group";
const VOLUME = "aws:ebs/volume:Volume";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

/** Every choice that adds a resource. */
const everything: Partial<GpuWorkstationArgs> = {
  ssh: { authorizedKeys: [KEY] },
  data: { imagenet: { s3: { bucket: "sets", prefix: "imagenet/" } }, shared: { efs: { fileSystemId: "fs-1" } } },
  schedule: { start: "0 8 * * MON-FRI", stop: "0 20 * * *", timeZone: "Europe/Berlin" },
  policyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
};

const settingsOf = (seen: Registered[]): string => {
  const text = unpacked(only(seen, "aws:ec2/launchTemplate:LaunchTemplate").inputs.userData);
  return /settings\.sh[\s\S]*?content: \|\n([\s\S]*?)\n {2}- path/.exec(text)?.[1]?.replaceAll(/^ {6}/gm, "") ?? "";
};
interface Statement {
  Action: string[];
  Resource: string | string[];
  Condition?: unknown;
}
const rightsOf = (seen: Registered[], name = "desk-workstation-rights"): Statement[] =>
  (JSON.parse(String(only(seen, POLICY, name).inputs.policy)) as { Statement: Statement[] }).Statement;
const rightTo = (seen: Registered[], action: string) => rightsOf(seen).filter(({ Action }) => Action.includes(action));

describe("GpuWorkstation", () => {
  it("shows in preview everything it deploys", async () => {
    const names = async (preview: boolean) =>
      (await recordWorkstation(() => workstation(everything), { preview })).map(({ type, name }) => `${type} ${name}`).sort();
    expect(await names(true)).toEqual(await names(false));
  });

  it("keeps the names of its resources, because renaming one replaces it, and is the parent of each", async () => {
    const seen = await recordWorkstation(() => workstation(everything));
    const urns = seen.map(({ urn }) => urn).sort();
    await expect(`${urns.join("\n")}\n`).toMatchFileSnapshot("gpu-workstation.urns");
  });

  it("lets people start and stop: the group may have no machine or one, and starts with one unless told otherwise", async () => {
    expect(only(await recordWorkstation(() => workstation()), GROUP).inputs).toMatchObject({ minSize: 0, maxSize: 1, desiredCapacity: 1 });
    expect(only(await recordWorkstation(() => workstation({ start: false })), GROUP).inputs).toMatchObject({
      desiredCapacity: 0,
      maxSize: 1,
    });
  });

  it("goes where its home is: one subnet for EBS, all of them for EFS", async () => {
    const onEbs = only(await recordWorkstation(() => workstation()), GROUP);
    expect(onEbs.inputs.vpcZoneIdentifiers).toEqual(["subnet-a"]);
    const onEfs = only(await recordWorkstation(() => workstation({ home: { efs: { fileSystemId: "fs-1" } } })), GROUP);
    expect(onEfs.inputs.vpcZoneIdentifiers).toEqual(["subnet-a", "subnet-b"]);
  });

  it("refuses a subnet away from the volume that is there, and says the way out", () => {
    expect(sameZone(["subnet-a", "us-west-2a", "us-west-2a"])).toBe("subnet-a");
    expect(() => sameZone(["subnet-b", "us-west-2b", "us-west-2a"])).toThrow(
      "home.ebs.subnetId lies in us-west-2b; the home volume lies in us-west-2a and never leaves it: name a subnet of us-west-2a",
    );
  });

  it("makes a home that is encrypted, with the customer's key where there is one", async () => {
    const kmsKeyId = "arn:aws:kms:us-west-2:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";
    const seen = await recordWorkstation(() => workstation({ kmsKeyId, home: { ebs: { subnetId: "subnet-a", sizeGiB: 500 } } }));
    expect(only(seen, VOLUME).inputs).toMatchObject({ availabilityZone: "us-west-2a", size: 500, type: "gp3", encrypted: true, kmsKeyId });
    expect(rightTo(seen, "kms:CreateGrant")).toMatchObject([
      { Resource: kmsKeyId, Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } },
    ]);
  });

  it("takes a volume that is there already, and makes none", async () => {
    const seen = await recordWorkstation(() => workstation({ home: { ebs: { subnetId: "subnet-a", volumeId: "vol-0123" } } }));
    expect(seen.filter(({ type }) => type === VOLUME)).toEqual([]);
    expect(settingsOf(seen)).toContain("HOME_VOLUME='vol-0123'");
  });

  it("lets the machine attach its home alone, to machines of its group alone, and change the capacity of its group alone", async () => {
    const seen = await recordWorkstation(() => workstation());
    expect(rightTo(seen, "ec2:AttachVolume")).toEqual([
      { Effect: "Allow", Action: ["ec2:AttachVolume"], Resource: "arn:aws:ec2:us-west-2:123456789012:volume/desk-home-id" },
      {
        Effect: "Allow",
        Action: ["ec2:AttachVolume"],
        Resource: "arn:aws:ec2:us-west-2:123456789012:instance/*",
        Condition: { StringEquals: { "ec2:ResourceTag/aws:autoscaling:groupName": "desk" } },
      },
    ]);
    expect(rightTo(seen, "autoscaling:SetDesiredCapacity")).toMatchObject([{ Resource: like(/^arn:aws:autoscaling:.*desk$/) }]);
    expect(rightsOf(seen).filter(({ Resource }) => Resource === "*")).toEqual([
      { Effect: "Allow", Action: ["ec2:DescribeVolumes"], Resource: "*" },
    ]);
  });

  it("never sets the capacity where the idle stop is off", async () => {
    const seen = await recordWorkstation(() => workstation({ idle: false }));
    expect(rightTo(seen, "autoscaling:SetDesiredCapacity")).toEqual([]);
    expect(settingsOf(seen)).not.toContain("pulumi-gpu-idle");
  });

  it("mounts each data set for its identity, read-only unless told otherwise, with rights to that part alone", async () => {
    const data = {
      ...everything.data,
      out: { s3: { bucket: "runs" }, readOnly: false },
      fast: { fsx: { dnsName: "fs-2.fsx", mountName: "abc" } },
    };
    const seen = await recordWorkstation(() => workstation({ data, ssh: undefined, idle: false, identity: { uid: 1234, gid: 2345 } }));
    const settings = settingsOf(seen);
    expect(settings).toContain("RUN_UID=1234\nRUN_GID=2345");
    expect(settings).toContain("'s3 ro /mnt/pulumi-gpu/data/imagenet sets imagenet/'");
    expect(settings).toContain("'efs ro /mnt/pulumi-gpu/data/shared fs-1 desk-data-shared-id'");
    expect(settings).toContain("'s3 rw /mnt/pulumi-gpu/data/out runs'");
    expect(settings).toContain("'fsx ro /mnt/pulumi-gpu/data/fast fs-2.fsx@tcp:/abc'");
    expect(settings).toContain("'type=bind,source=/mnt/pulumi-gpu/data/imagenet,target=/data/imagenet,readonly'");
    expect(only(seen, "aws:efs/accessPoint:AccessPoint").inputs).toMatchObject({
      posixUser: { uid: 1234, gid: 2345 },
      rootDirectory: { path: "/" },
    });
    expect(rightTo(seen, "s3:ListBucket")).toMatchObject([
      { Resource: "arn:aws:s3:::sets", Condition: { StringLike: { "s3:prefix": ["imagenet/", "imagenet/*"] } } },
      { Resource: "arn:aws:s3:::runs" },
    ]);
    expect(rightTo(seen, "s3:GetObject")).toMatchObject([
      { Action: ["s3:GetObject"], Resource: "arn:aws:s3:::sets/imagenet/*" },
      { Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], Resource: "arn:aws:s3:::runs/*" },
    ]);
    expect(rightTo(seen, "elasticfilesystem:ClientMount")).toMatchObject([{ Action: ["elasticfilesystem:ClientMount"] }]);
  });

  it("keeps token and host key out of the program: their secrets are empty, and the machine may fill them", async () => {
    const seen = await recordWorkstation(() => workstation({ ssh: { authorizedKeys: [KEY] } }));
    expect(seen.filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion")).toEqual([]);
    const secrets = seen.filter(({ type }) => type === "aws:secretsmanager/secret:Secret").map(({ name }) => name);
    expect(secrets).toEqual(["desk-jupyter-token", "desk-ssh-host-key"]);
    const arns = secrets.map((name) => `arn:aws:secretsmanager:us-west-2:123456789012:Secret/${name}`);
    expect(rightTo(seen, "secretsmanager:PutSecretValue")).toMatchObject([{ Resource: arns }]);
    expect(settingsOf(seen)).toContain(`GENERATED=(\n  'jupyter-token ${arns[0]}'\n  'ssh-host-key ${arns[1]}'\n)`);
    expect(only(seen, "aws:ssm/parameter:Parameter").inputs).toMatchObject({ type: "String", insecureValue: `${KEY}\n` });
  });

  it("takes a token and a host key of the team's own, and makes none", async () => {
    const own = (name: string) => `arn:aws:secretsmanager:us-west-2:123456789012:secret:${name}`;
    const sessions = { jupyter: { tokenSecretArn: own("token") }, ssh: { authorizedKeys: [KEY], hostKeySecretArn: own("key") } };
    const seen = await recordWorkstation(() => workstation(sessions));
    expect(seen.filter(({ type }) => type === "aws:secretsmanager/secret:Secret")).toEqual([]);
    expect(rightTo(seen, "secretsmanager:PutSecretValue")).toEqual([]);
    expect(settingsOf(seen)).toContain(`'jupyter-token ${own("token")}'`);
  });

  it("prints one command for each thing that a person does", async () => {
    let said: Record<string, string | undefined> = {};
    await recordWorkstation(() => {
      const desk = workstation({ ssh: { authorizedKeys: [KEY] } });
      for (const key of ["jupyterCommand", "sshCommand", "startCommand", "stopCommand"] as const) {
        desk[key]?.apply((command) => {
          said = { ...said, [key]: command };
        });
      }
    });
    expect(said).toEqual({
      jupyterCommand: holding("--document-name AWS-StartPortForwardingSession --parameters portNumber=8888,localPortNumber=8888"),
      sshCommand: holding("--document-name AWS-StartSSHSession --parameters portNumber=2222' app@"),
      startCommand: "aws autoscaling set-desired-capacity --region us-west-2 --auto-scaling-group-name desk --desired-capacity 1",
      stopCommand: "aws autoscaling set-desired-capacity --region us-west-2 --auto-scaling-group-name desk --desired-capacity 0",
    });
  });

  it("starts and stops by the clock of the team, and changes nothing else of the group", async () => {
    const seen = await recordWorkstation(() => workstation(everything));
    const actions = seen.filter(({ type }) => type === "aws:autoscaling/schedule:Schedule").map(({ inputs }) => inputs);
    expect(actions).toMatchObject([
      {
        scheduledActionName: "start",
        recurrence: "0 8 * * MON-FRI",
        timeZone: "Europe/Berlin",
        desiredCapacity: 1,
        minSize: -1,
        maxSize: -1,
      },
      { scheduledActionName: "stop", recurrence: "0 20 * * *", desiredCapacity: 0 },
    ]);
  });

  it("keeps every law that the policy pack knows", async () => {
    const seen = await recordWorkstation(() => workstation(everything));
    const resources = seen.map(({ type, name, inputs }) => resource(type, inputs, name));
    // A recording knows no dependencies, so the group's template cannot be found.
    expect(judge(resources, {}).map(({ rule }) => rule)).toEqual(["launch-templates-are-seen"]);
  });

  it("reports every bad argument at once, under its own name, with the way out", () => {
    const bad = {
      capacity: "spot-then-on-demand" as "spot",
      home: { ebs: { subnetId: "subnet-a", volumeId: "vol-1", sizeGiB: 0 }, path: "/data/a b" },
      data: { "A B": {}, both: { s3: { bucket: "x", prefix: "train" }, efs: { fileSystemId: "fs-1", directory: "no" } } },
      identity: { uid: 0, gid: 1000 },
      jupyter: { port: 80, tokenSecretArn: "hunter2" },
      ssh: { authorizedKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----", "ssh-dss AAAA"], port: 8888, user: "Root!" },
      idle: { afterMinutes: 1, gpuBelowPercent: 0 },
      schedule: { start: "every morning", timeZone: "Mars/Olympus" },
      container: { ports: [{ host: 8888 }] },
    };
    expect(() => workstation(bad)).toThrow(
      expect.objectContaining({
        message: like(/^GpuWorkstation 'desk' has invalid arguments/),
        errors: expect.arrayContaining([
          { propertyPath: "capacity", reason: holding("use spot or on-demand") },
          { propertyPath: "home.ebs.sizeGiB", reason: "must be a whole number from 1 to 16384, got 0" },
          { propertyPath: "home.ebs.sizeGiB", reason: "belongs to a new volume; drop it, or drop volumeId" },
          { propertyPath: "home.path", reason: holding("absolute path") },
          { propertyPath: 'data["A B"]', reason: holding("small letters") },
          { propertyPath: 'data["A B"]', reason: "comes from one of s3, efs, fsx" },
          { propertyPath: 'data["both"]', reason: "comes from one of s3, efs, fsx" },
          { propertyPath: 'data["both"].s3.prefix', reason: holding("such as train/") },
          { propertyPath: 'data["both"].efs.directory', reason: holding("such as /home/anna") },
          { propertyPath: "identity.uid", reason: holding("does not run as root") },
          { propertyPath: "jupyter.port", reason: "must be a whole number from 1024 to 65535, got 80" },
          { propertyPath: "jupyter.tokenSecretArn", reason: "must be the ARN of a Secrets Manager secret, not the secret itself" },
          { propertyPath: "ssh.authorizedKeys[0]", reason: holding("private key") },
          { propertyPath: "ssh.authorizedKeys[1]", reason: holding("is no public key") },
          { propertyPath: "ssh.port", reason: "port 8888 is taken already; name another" },
          { propertyPath: "ssh.user", reason: "'Root!' is no Linux user name" },
          { propertyPath: "idle.afterMinutes", reason: "must be a whole number from 10 to 1440, got 1; false never stops" },
          { propertyPath: "idle.gpuBelowPercent", reason: "must be a whole number from 1 to 100, got 0" },
          { propertyPath: "schedule.start", reason: holding("five fields") },
          { propertyPath: "schedule.timeZone", reason: "'Mars/Olympus' is no time zone such as Europe/Berlin" },
        ]) as unknown,
      }),
    );
  });

  it("refuses a workstation that nobody can enter, two mounts at one place, and what a GpuInstance refuses", () => {
    const mount = { hostPath: "/x", containerPath: "/workspace" };
    expect(() => workstation({ jupyter: false, container: { mounts: [mount] }, instanceTypes: ["g6.tiny"] })).toThrow(
      expect.objectContaining({
        errors: [
          { propertyPath: "jupyter", reason: holding("nobody can work here") },
          { propertyPath: "container.mounts[0].containerPath", reason: "/workspace is where the home lies; use another path" },
          { propertyPath: "instanceTypes[0]", reason: holding("'g6.tiny' is not in the catalog") },
        ],
      }),
    );
  });

  it("registers nothing when its arguments are bad", async () => {
    const { home: _, ...homeless } = validArgs();
    expect(await recordWorkstation(() => expect(() => workstation({ ...homeless, home: {} as never })).toThrow("home"))).toEqual([]);
  });
});
