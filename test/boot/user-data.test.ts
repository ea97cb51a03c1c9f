import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { excess, packed, USER_DATA_LIMIT, userData } from "../../boot/user-data";
import { bootSettings } from "./settings-fixture";

interface WrittenFile {
  path: string;
  content: string;
}

const read = (text: string) => {
  const config = parse(text) as { write_files: WrittenFile[]; runcmd: string[][]; bootcmd?: string[] };
  return { ...config, content: (path: string) => config.write_files.find((one) => one.path === path)?.content };
};

describe("user data", () => {
  it("is text that a person and a policy can read", () => {
    const text = userData(bootSettings({}));
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(text).toContain(`IMAGE='${bootSettings({}).image}'`);
    expect(read(text).content("/opt/pulumi-gpu/boot.sh")).toContain("systemctl start --no-block");
  });

  it("goes to EC2 as the same bytes from every machine: a gzip header without time and with one system", () => {
    const text = userData(bootSettings({}));
    const bytes = Buffer.from(packed(text), "base64");
    expect(gunzipSync(bytes).toString()).toBe(text);
    // RFC 1952: magic, deflate, no flags, MTIME 0, XFL 2 for the best compression, OS 3 for Unix
    expect(bytes.subarray(0, 10).toString("hex")).toBe("1f8b0800000000000203");
  });

  it("leaves 5 KiB of EC2's limit to what a component adds", () => {
    const text = userData(bootSettings({}));
    expect(Buffer.from(packed(text), "base64").length).toBeLessThan(USER_DATA_LIMIT - 5 * 1024);
    expect(excess(text)).toBe(0);
  });

  it("says by how much it is too long", () => {
    const noise = Array.from({ length: 9000 }, (_, i) => ((i * 2654435761) % 4294967296).toString(36)).join("");
    const text = userData(bootSettings({ environment: { LONG: noise } }));
    expect(excess(text)).toBe(Buffer.from(packed(text), "base64").length - USER_DATA_LIMIT);
    expect(excess(text)).toBeGreaterThan(0);
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
    const { bootcmd, content } = read(userData(bootSettings({})));
    expect(bootcmd).toBeUndefined();
    expect(content("/etc/pulumi-gpu/environment")).toBeUndefined();
  });

  it("brings what a component adds, and names it to the gate", () => {
    const { content, write_files } = read(
      userData(
        bootSettings({}),
        {},
        { scripts: ["trust.sh"], settings: ["IDLE_MINUTES=30"], sourced: ["machine.sh"], steps: ["attach"], startUnits: ["idle.timer"] },
      ),
    );
    expect(write_files.find(({ path }) => path === "/opt/pulumi-gpu/trust.sh")).toMatchObject({ permissions: "0755" });
    expect(content("/opt/pulumi-gpu/settings.sh")).toMatch(
      /SOURCED=\(\n {2}'machine.sh'\n\)\nSTEPS=\(\n {2}'attach'\n\)\nSTART_UNITS=\(\n {2}'idle.timer'\n\)\nIDLE_MINUTES=30/,
    );
  });
});
