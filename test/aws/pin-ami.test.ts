import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readLock } from "../../lock/read";
import { runCommand } from "../cli/run-command";
import { type Moto, startMoto } from "../rig/aws";

let work: string;
let cwd: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), "gpu-pin-ami-"));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));
beforeEach(() => {
  cwd = mkdtempSync(join(work, "project-"));
});
afterEach(() => vi.unstubAllEnvs());

const lockFile = () => join(cwd, "gpu.lock.json");
const pin = (...args: string[]) => runCommand(["pin", "ami", ...args, "--lock", lockFile()], { cwd });
const speakTo = (moto: Moto) => {
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
};

describe("a release with an SSM parameter of its own", () => {
  // moto ships AWS's public ECS parameters and the images that they name: ids, names and owner are AWS's.
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto?.stop());
  beforeEach(() => speakTo(moto));

  it("is pinned by that parameter, per region, with name and owner", async () => {
    const { code, out, err } = await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1,us-west-2");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const row = readLock(lockFile()).amis["ecs-gpu-al2023@20260226"];
    expect(row).toMatchObject({
      name: "al2023-ami-ecs-gpu-hvm-2023.0.20260226-kernel-6.1-x86_64-ebs",
      owner: "591542846629",
      regions: {
        "us-east-1": { id: "ami-09b49eab44165178f" },
        "us-west-2": { id: expect.stringMatching(/^ami-[0-9a-f]{17}$/) as unknown },
      },
      source:
        "SSM parameter /aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/al2023-ami-ecs-gpu-hvm-2023.0.20260226-kernel-6.1-x86_64-ebs/image_id",
    });
    expect(row?.regions["us-west-2"]?.id).not.toBe("ami-09b49eab44165178f");
    expect(out).toContain("us-east-1  ami-09b49eab44165178f\n");
  });

  it("is not found when the release does not exist, and the newest that do are named", async () => {
    const { code, err } = await pin("ecs-gpu-al2023", "20260230", "--region", "us-east-1");
    expect(code).toBe(1);
    expect(err).toContain("no image of owner amazon is named 'al2023-ami-ecs-gpu-hvm-2023.0.20260230-kernel-6.1-x86_64-ebs'");
    expect(err).toContain("the newest there are 'al2023-ami-ecs-gpu-hvm-2023.0.");
    expect(existsSync(lockFile())).toBe(false);
  });

  it("adds a region to a row, and changes nothing when run again", async () => {
    await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1");
    expect((await pin("ecs-gpu-al2023", "20260226", "--region", "eu-west-1")).out).toContain("updated ecs-gpu-al2023@20260226");
    expect(Object.keys(readLock(lockFile()).amis["ecs-gpu-al2023@20260226"]?.regions ?? {})).toEqual(["eu-west-1", "us-east-1"]);
    expect((await pin("ecs-gpu-al2023", "20260226", "--region", "eu-west-1")).out).toContain("unchanged: ecs-gpu-al2023@20260226");
  });

  it("refuses an id that is another than the locked one; --update accepts it", async () => {
    await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1");
    const lock = readLock(lockFile());
    const row = lock.amis["ecs-gpu-al2023@20260226"];
    if (!row) throw new Error("nothing was pinned");
    row.regions["us-east-1"] = { id: "ami-00000000000000000" };
    writeFileSync(lockFile(), JSON.stringify(lock));
    const { code, err } = await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1");
    expect(code).toBe(1);
    expect(err).toContain("us-east-1  ami-00000000000000000 -> ami-09b49eab44165178f");
    expect(readLock(lockFile()).amis["ecs-gpu-al2023@20260226"]?.regions["us-east-1"]?.id).toBe("ami-00000000000000000");
    expect((await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1", "--update")).code).toBe(0);
    expect(readLock(lockFile()).amis["ecs-gpu-al2023@20260226"]?.regions["us-east-1"]?.id).toBe("ami-09b49eab44165178f");
  });

  it("is refused without credentials, which is said for each region", async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"]) vi.stubEnv(name, undefined);
    vi.stubEnv("HOME", cwd);
    const { code, err } = await pin("ecs-gpu-al2023", "20260226", "--region", "us-east-1");
    expect(code).toBe(1);
    expect(err).toContain("us-east-1  no AWS credentials were found; set AWS_PROFILE");
  });
});

describe("a release that only a name identifies", () => {
  const NAME = "Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260901";
  const image = (ami_id: string, name: string) => ({
    ami_id,
    name,
    description: name,
    owner_id: "898082745236",
    public: true,
    virtualization_type: "hvm",
    architecture: "x86_64",
    state: "available",
    image_type: "machine",
    hypervisor: "xen",
    root_device_name: "/dev/xvda",
    root_device_type: "ebs",
    creation_date: "2026-09-01T00:00:00.000Z",
  });
  let moto: Moto;
  beforeAll(async () => {
    const file = join(work, "amis.json");
    // Ids of this test: no source states those of AWS.
    const images = [
      image("ami-11111111", NAME),
      image("ami-22222222", NAME.replace("20260901", "20260902")),
      image("ami-33333333", NAME.replace("20260901", "20260808")),
      image("ami-44444444", NAME.replace("20260901", "20260808")),
    ];
    writeFileSync(file, JSON.stringify(images));
    vi.stubEnv("MOTO_AMIS_PATH", file);
    moto = await startMoto();
    vi.unstubAllEnvs();
  });
  afterAll(() => moto?.stop());
  beforeEach(() => speakTo(moto));

  it("is pinned by exact name and owner, with the driver of the catalog", async () => {
    const { code, out } = await pin("dlami-base-oss-al2023", "20260901", "--region", "us-east-1");
    expect(code).toBe(0);
    expect(readLock(lockFile()).amis["dlami-base-oss-al2023@20260901"]).toMatchObject({
      name: NAME,
      owner: "898082745236",
      drivers: { "*": "595.91.07" },
      regions: { "us-east-1": { id: "ami-11111111" } },
      source: "DescribeImages, owner amazon, exact name",
    });
    expect(out).toContain("driver     595.91.07");
  });

  it("is refused when two images have its name, and both are listed", async () => {
    const { code, err } = await pin("dlami-base-oss-al2023", "20260808", "--region", "us-east-1");
    expect(code).toBe(1);
    expect(err).toMatch(/2 images of owner amazon are named .*: ami-33333333, ami-44444444/);
  });

  it("says what is there when it is not", async () => {
    const { err } = await pin("dlami-base-oss-al2023", "20260903", "--region", "us-east-1");
    expect(err).toContain(`no image of owner amazon is named '${NAME.replace("20260901", "20260903")}'; the newest there are '${NAME}`);
  });
});
