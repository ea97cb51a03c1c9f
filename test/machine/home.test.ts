import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AttachVolumeCommand,
  CreateVolumeCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Moto, startMoto } from "../rig/aws";
import { part, RIG_HOME } from "../rig/home";

const BOOT = join(__dirname, "../../boot");
const MIB = 1024 * 1024;
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto({ region: "us-east-1" });
});
afterAll(() => moto.stop());

function write(to: string, data: Buffer, position: number): void {
  const file = openSync(to, "r+");
  writeSync(file, data, 0, data.length, position);
  closeSync(file);
}

/** One partition of 8 MiB, as a DOS table has it. */
function partitionTable(): Buffer {
  const sector = Buffer.alloc(512);
  sector[446 + 4] = 0x83;
  sector.writeUInt32LE(2048, 446 + 8);
  sector.writeUInt32LE(16_384, 446 + 12);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** A real disk of this machine, a real AWS CLI, and an emulated account: what only EC2 does is to bring the disk, and to say who the machine is. */
describe("a workstation's first and later boots", () => {
  let folder: string;
  let disk: string;
  let volume: string;
  let ec2: EC2Client;
  const home = () => join(folder, "home");

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-gpu-home-"));
    chmodSync(folder, 0o755);
    for (const name of ["bin", "disks", "scripts", "run"]) mkdirSync(join(folder, name));
    for (const file of ["results.sh", "machine.sh", "gpu-checks.sh", "home.sh", "credentials.sh"])
      copyFileSync(join(BOOT, file), join(folder, "scripts", file));
    symlinkSync(part("aws", join(RIG_HOME, "aws-cli/bin/aws")), join(folder, "bin/aws"));
    writeFileSync(join(folder, "bin/curl"), "#!/bin/sh\nprintf us-east-1a\n", { mode: 0o755 });
    const image = openSync(join(folder, "image"), "w");
    ftruncateSync(image, 64 * MIB);
    closeSync(image);
    disk = run("losetup", "--find", "--show", join(folder, "image"));
    ec2 = new EC2Client(moto.place);
    volume = await newVolume();
  });
  afterEach(() => {
    try {
      run("umount", home());
    } catch {
      // not mounted
    }
    run("losetup", "--detach", disk);
    rmSync(folder, { recursive: true, force: true });
  });

  async function newVolume(): Promise<string> {
    const { VolumeId = "" } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: "us-east-1a", Size: 1 }));
    symlinkSync(disk, join(folder, "disks", `nvme-Amazon_Elastic_Block_Store_${VolumeId.replace("-", "")}`));
    return VolumeId;
  }

  async function newMachine(): Promise<string> {
    const wanted = {
      ImageId: "ami-12c6146b",
      InstanceType: "g6.xlarge",
      MinCount: 1,
      MaxCount: 1,
      Placement: { AvailabilityZone: "us-east-1a" },
    } as const;
    return (await ec2.send(new RunInstancesCommand(wanted))).Instances?.[0]?.InstanceId ?? "";
  }

  /** What a step says when a machine boots. */
  function boot(machine: string, step: "mount_home" | "make_credentials" = "mount_home", generated: readonly string[] = []) {
    const script = [
      "set -uo pipefail",
      `HOME_VOLUME=${volume} HOME_PATH=${home()} RUN_UID=1234 RUN_GID=2345 INSTANCE_ID=${machine} TOKEN=t IMDS=http://imds CONSOLE=/dev/null`,
      `GENERATED=(${generated.map((line) => `'${line}'`).join(" ")})`,
      ...["results.sh", "machine.sh", "gpu-checks.sh", "home.sh", "credentials.sh"].map((file) => `. ${join(folder, "scripts", file)}`),
      step,
    ].join("\n");
    try {
      const said = execFileSync("bash", ["--norc", "-c", script], {
        encoding: "utf8",
        env: {
          ...moto.env,
          AWS_DEFAULT_REGION: "us-east-1",
          PATH: `${join(folder, "bin")}:${process.env.PATH}`,
          DISKS: join(folder, "disks"),
          XEN_DISK: "/nowhere",
          RUN_DIR: join(folder, "run"),
          RETRY_SECONDS: "0",
          HOME_SECONDS: "0",
          HOME_TRIES: "3",
        },
      });
      return { code: 0, said };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { code: status, said: stdout };
    }
  }

  const holder = async () =>
    (await ec2.send(new DescribeVolumesCommand({ VolumeIds: [volume] }))).Volumes?.[0]?.Attachments?.[0]?.InstanceId;
  const bytes = () => run("sha256sum", disk).split(" ")[0];

  it("format an empty volume once, for the container's user, and find on the next machine what was left there", async () => {
    const [first, second] = [await newMachine(), await newMachine()];
    expect(boot(first)).toEqual({ code: 0, said: "" });
    expect(await holder()).toBe(first);
    expect(run("stat", "-c", "%u:%g", home())).toBe("1234:2345");
    expect(run("findmnt", "-no", "FSTYPE,OPTIONS", home())).toMatch(/^ext4 +rw,nosuid,nodev,noatime/);
    run("setpriv", "--reuid", "1234", "--regid", "2345", "--clear-groups", "--", "sh", "-c", `echo work >${home()}/notes`);
    expect(boot(first)).toEqual({ code: 0, said: "" }); // a reboot

    run("umount", home());
    await ec2.send(new DetachVolumeCommand({ VolumeId: volume, InstanceId: first }));
    expect(boot(second)).toEqual({ code: 0, said: "" });
    expect(await holder()).toBe(second);
    expect(readFileSync(join(home(), "notes"), "utf8")).toBe("work\n");
  }, 120_000);

  it("never touch a volume that another machine holds, and say who does", async () => {
    const [first, second] = [await newMachine(), await newMachine()];
    await ec2.send(new AttachVolumeCommand({ VolumeId: volume, InstanceId: first, Device: "/dev/sdp" }));
    const before = bytes();
    expect(boot(second)).toEqual({
      code: 1,
      said: `the home volume ${volume} was still held by ${first} (attached) after 3 tries; if that machine is gone for good: aws ec2 detach-volume --volume-id ${volume}`,
    });
    expect(bytes()).toBe(before);
  }, 120_000);

  it.each<[string, (disk: string) => unknown, string]>([
    ["another filesystem", (at) => run("mkfs.ext2", "-q", at), "holds ext2, and ext4 or xfs is mounted"],
    ["swap space", (at) => run("mkswap", at), "holds swap, and ext4 or xfs is mounted"],
    ["a partition table", (at) => write(at, partitionTable(), 0), "holds something that blkid cannot tell"],
    [
      "data without a filesystem",
      (at) => write(at, Buffer.from("a database"), 3 * MIB),
      "holds data, but no filesystem that is known here",
    ],
  ])(
    "never format a volume that holds %s",
    async (_, fill, reason) => {
      fill(disk);
      run("sync", disk);
      const before = bytes();
      const { code, said } = boot(await newMachine());
      expect({ code, said: said.replace(volume, "VOLUME") }).toEqual({
        code: 1,
        said: expect.stringContaining(`the home volume VOLUME ${reason}`) as string,
      });
      expect(said).toMatch(/; it was not touched$/);
      expect(bytes()).toBe(before);
    },
    120_000,
  );

  it("repair what a lost machine left open, and stop where only a person can", async () => {
    const machine = await newMachine();
    expect(boot(machine).code).toBe(0);
    run("umount", home());
    // The machine was lost while it wrote: the state that the kernel leaves in the superblock.
    run("debugfs", "-w", "-R", "ssv state 0", disk);
    expect(boot(machine)).toEqual({ code: 0, said: "" });
    run("umount", home());
    // The table of inodes is gone.
    write(disk, randomBytes(400 * 4096), 4096);
    const { code, said } = boot(machine);
    expect({ code, said }).toEqual({
      code: 1,
      said: `the filesystem of the home volume ${volume} has errors that need a person: e2fsck ${join(folder, "disks")}/nvme-Amazon_Elastic_Block_Store_${volume.replace("-", "")}`,
    });
  }, 120_000);

  it("let the filesystem follow a volume that was enlarged", async () => {
    const machine = await newMachine();
    expect(boot(machine).code).toBe(0);
    const size = () => Number(run("df", "--output=size", "-B1", home()).split("\n")[1]);
    const before = size();
    run("umount", home());
    run("truncate", "-s", String(128 * MIB), join(folder, "image"));
    run("losetup", "--set-capacity", disk);
    expect(boot(machine)).toEqual({ code: 0, said: "" });
    expect(size()).toBeGreaterThan(1.8 * before);
  }, 120_000);

  it("make token and host key once, and leave nothing of them on the machine", async () => {
    const secrets = new SecretsManagerClient(moto.place);
    const make = async (Name: string) => String((await secrets.send(new CreateSecretCommand({ Name }))).ARN);
    const [token, key] = [await make("token"), await make("key")];
    const generated = [`jupyter-token ${token}`, `ssh-host-key ${key}`];
    const values = async () => {
      const [one, two] = await Promise.all([token, key].map((SecretId) => secrets.send(new GetSecretValueCommand({ SecretId }))));
      return { token: one?.SecretString ?? "", key: Buffer.from(two?.SecretBinary ?? []).toString() };
    };
    expect(boot("i-1", "make_credentials", generated)).toEqual({ code: 0, said: "" });
    const made = await values();
    expect(made.token).toMatch(/^[A-Za-z0-9_-]{32}$/);
    writeFileSync(join(folder, "key"), made.key, { mode: 0o600 });
    expect(run("ssh-keygen", "-y", "-P", "", "-f", join(folder, "key"))).toMatch(/^ssh-ed25519 /);
    expect(run("ls", join(folder, "run"))).toBe("");

    expect(boot("i-2", "make_credentials", generated)).toEqual({ code: 0, said: "" });
    expect(await values()).toEqual(made);
    const gone = "arn:aws:secretsmanager:us-east-1:123456789012:secret:gone-abcdef";
    expect(boot("i-2", "make_credentials", [`jupyter-token ${gone}`])).toEqual({
      code: 1,
      said: expect.stringContaining(
        "the secret jupyter-token could not be written: An error occurred (ResourceNotFoundException)",
      ) as string,
    });
  }, 120_000);
});
