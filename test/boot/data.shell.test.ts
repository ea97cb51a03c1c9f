import { describe, expect, it } from "vitest";
import { type Shell, shell } from "./shell";

const settings = (home: string, ...lines: string[]) => [
  `DATA=(${lines.map((line) => `'${line.replace("AT", home)}'`).join(" ")})`,
  "RUN_UID=1234",
  "RUN_GID=2345",
];

const mount = (lines: string[], host: Partial<Shell> = {}) =>
  shell({
    settings: settings("'\"$HOME_OF_TEST\"'/mnt", ...lines),
    sourced: ["data.sh"],
    script: "mount_data",
    ...host,
    commands: { mountpoint: "exit 1", mount: "", "mount.efs": "", "mount.lustre": "", "mount-s3": "", ...host.commands },
  });
const mounted = (calls: readonly string[]) =>
  calls.filter((call) => /^mount/.test(call) && !call.startsWith("mountpoint")).map((call) => call.replaceAll(/\S*\/mnt/g, "/mnt"));

describe("the data sets", () => {
  it("are mounted for the container's user, read-only where they were asked so", async () => {
    const { code, stdout, calls } = await mount([
      "s3 ro AT/imagenet sets imagenet/",
      "s3 rw AT/runs runs",
      "efs ro AT/shared fs-1 fsap-1",
      "fsx rw AT/fast fs-2.fsx@tcp:/abc",
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(mounted(calls)).toEqual([
      "mount-s3 sets /mnt/imagenet --allow-other --uid 1234 --gid 2345 --dir-mode 0750 --file-mode 0640 --read-only --prefix imagenet/",
      "mount-s3 runs /mnt/runs --allow-other --uid 1234 --gid 2345 --dir-mode 0750 --file-mode 0640 --allow-delete --allow-overwrite",
      "mount -t efs -o tls,iam,accesspoint=fsap-1,ro fs-1:/ /mnt/shared",
      "mount -t lustre -o noatime,flock,rw fs-2.fsx@tcp:/abc /mnt/fast",
    ]);
  });

  it("are left alone where they are mounted already", async () => {
    const { code, calls } = await mount(["s3 ro AT/imagenet sets"], { commands: { mountpoint: "" } });
    expect(code).toBe(0);
    expect(mounted(calls)).toEqual([]);
  });

  it("do not wait for what goes on running behind a mounted bucket", async () => {
    const started = Date.now();
    const { code } = await shell({
      settings: settings("'\"$HOME_OF_TEST\"'/mnt", "s3 ro AT/imagenet sets"),
      sourced: ["data.sh"],
      // As the gate calls it: what it prints is awaited.
      script: 'reason=$(mount_data) || { printf "%s" "$reason"; exit 1; }',
      commands: { mountpoint: "exit 1", "mount-s3": "sleep 20 &" },
    });
    expect(code).toBe(0);
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it("get the package of Amazon Linux where the command is missing", async () => {
    const { code, calls } = await mount(["efs ro AT/shared fs-1 fsap-1"], {
      missing: ["mount.efs"],
      files: { "etc/amazon-linux-release": "Amazon Linux release 2023" },
      commands: { dnf: `cp "$(dirname "$CALLS")/bin/mount" "$(dirname "$CALLS")/bin/mount.efs"` },
    });
    expect(calls).toContain("dnf -y -q install amazon-efs-utils");
    expect(code).toBe(0);
  });

  it.each([
    [
      "an AMI without the command",
      { missing: ["mount.lustre"] },
      "mount.lustre is not on this AMI and could not be installed; take an AMI that has lustre-client",
    ],
    [
      "a package that does not come",
      { missing: ["mount.lustre"], files: { "etc/amazon-linux-release": "" }, commands: { dnf: "exit 1" } },
      "mount.lustre is not on this AMI and could not be installed; take an AMI that has lustre-client",
    ],
    ["a file system that does not answer", { faults: { mount: "true" } }, "fs-2.fsx@tcp:/abc could not be mounted: injected fault"],
  ])("fail in words on %s", async (_, host, reason) => {
    expect(await mount(["fsx ro AT/fast fs-2.fsx@tcp:/abc"], host)).toMatchObject({ code: 1, stdout: reason });
  });
});
