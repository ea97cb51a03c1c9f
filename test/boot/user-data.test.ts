import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { excess, USER_DATA_LIMIT, userData } from "../../boot/user-data";
import { bootSettings } from "./settings-fixture";

interface WrittenFile {
  path: string;
  content: string;
  encoding?: string;
}

const read = (text: string) => {
  const config = parse(text) as { write_files: WrittenFile[]; runcmd: string[][]; bootcmd?: string[] };
  const file = (path: string) => config.write_files.find((one) => one.path === path);
  const content = (path: string) => {
    const found = file(path);
    return found?.encoding === "gz+b64" ? gunzipSync(Buffer.from(found.content, "base64")).toString() : found?.content;
  };
  return { ...config, file, content };
};

describe("user data", () => {
  it("is plain text that a person and a policy can read, while it fits", () => {
    const text = userData(bootSettings({}));
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(text).toContain(`IMAGE='${bootSettings({}).image}'`);
    expect(Buffer.byteLength(text)).toBeLessThan(USER_DATA_LIMIT);
  });

  it("gzips the scripts, and never the settings, above EC2's limit", () => {
    const text = userData(bootSettings({ environment: { LONG: "x".repeat(6000) } }));
    const { content, file } = read(text);
    expect(excess(text)).toBe(0);
    expect(file("/opt/pulumi-gpu/boot.sh")?.encoding).toBe("gz+b64");
    expect(content("/opt/pulumi-gpu/boot.sh")).toContain("pulumi-gpu-container.service");
    expect(file("/opt/pulumi-gpu/settings.sh")?.encoding).toBeUndefined();
  });

  it("says by how much it is too long", () => {
    const fits = userData(bootSettings({ environment: { LONG: "x".repeat(6000) } }));
    const text = userData(bootSettings({ environment: { LONG: "x".repeat(6000 + USER_DATA_LIMIT) } }));
    expect(excess(text)).toBe(Buffer.byteLength(fits));
  });

  it("gives the proxy to cloud-init, docker and the agent before anything else, without the metadata service", () => {
    const { bootcmd, content, runcmd } = read(
      userData(bootSettings({}), { httpsProxy: "http://proxy.internal:3128", noProxy: [".internal"] }),
    );
    expect(bootcmd?.[0]).toContain("DefaultEnvironment=%s\\n' '\"HTTPS_PROXY=http://proxy.internal:3128\"");
    expect(bootcmd?.[0]).toContain("systemctl daemon-reexec");
    expect(content("/etc/pulumi-gpu/environment")).toContain("NO_PROXY=169.254.169.254,localhost,127.0.0.1,.internal\n");
    expect(runcmd).toContainEqual(["systemctl", "try-restart", "docker.service"]);
  });

  it("installs the network's certificate authorities before docker starts again", () => {
    const { content, runcmd } = read(userData(bootSettings({}), { caBundle: "-----BEGIN CERTIFICATE-----\n" }));
    expect(content("/opt/pulumi-gpu/ca.pem")).toBe("-----BEGIN CERTIFICATE-----\n");
    expect(content("/etc/pulumi-gpu/environment")).toBe("AWS_CA_BUNDLE=/opt/pulumi-gpu/authorities.pem\n");
    expect(runcmd.map(([command = "", verb = ""]) => `${command} ${verb}`.trim())).toEqual([
      "/opt/pulumi-gpu/trust.sh",
      "systemctl try-restart",
      "systemctl daemon-reload",
      "systemctl enable",
    ]);
  });

  it("has no proxy where there is none", () => {
    const { bootcmd, file } = read(userData(bootSettings({})));
    expect(bootcmd).toBeUndefined();
    expect(file("/etc/pulumi-gpu/environment")).toBeUndefined();
  });

  it("brings what a component adds, and names it to the gate", () => {
    const { content, file } = read(
      userData(
        bootSettings({}),
        {},
        { scripts: ["trust.sh"], settings: ["IDLE_MINUTES=30"], sourced: ["machine.sh"], steps: ["attach"], startUnits: ["idle.timer"] },
      ),
    );
    expect(file("/opt/pulumi-gpu/trust.sh")).toMatchObject({ permissions: "0755" });
    expect(content("/opt/pulumi-gpu/settings.sh")).toMatch(
      /SOURCED=\(\n {2}'machine.sh'\n\)\nSTEPS=\(\n {2}'attach'\n\)\nSTART_UNITS=\(\n {2}'idle.timer'\n\)\nIDLE_MINUTES=30/,
    );
  });
});
