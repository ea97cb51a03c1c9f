import { gzipSync, strToU8 } from "fflate";
import { Document } from "yaml";
import type { BootAddition } from "./addition";
import { type BootSettings, settingsScript } from "./settings";
import { type BootFile, bootText } from "./texts";

/** Where a machine finds the outside, if not directly. */
export interface BootNetwork {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are reached without the proxy; the metadata service and loopback are always among them. */
  readonly noProxy?: readonly string[];
  /** PEM certificates of the authorities that the network's proxy signs with. */
  readonly caBundle?: string;
}

/** EC2's limit on user data in bytes, before base64. */
export const USER_DATA_LIMIT = 16 * 1024;

const SOURCED: readonly BootFile[] = ["results.sh", "machine.sh", "gpu-checks.sh", "host-checks.sh", "prepare.sh"];
const SCRIPTS: readonly BootFile[] = ["boot.sh", "preflight.sh", "container.sh"];
const UNITS: readonly BootFile[] = ["pulumi-gpu-boot.service", "pulumi-gpu-container.service"];

const DIRECTORY = "/opt/pulumi-gpu";
const ENVIRONMENT = "/etc/pulumi-gpu/environment";

/** cloud-init user data, as the text that a person and a policy read: the settings are assignments, the scripts stand as they are. */
export function userData(settings: BootSettings, network: BootNetwork = {}, addition: BootAddition = {}): string {
  const environment = environmentOf(network);
  const script = (name: BootFile) => ownFile(`${DIRECTORY}/${name}`, name, "0755");
  const sourced = (name: BootFile) => ownFile(`${DIRECTORY}/${name}`, name, "0644");
  const unit = (name: BootFile) => ownFile(`/etc/systemd/system/${name}`, name, "0644");
  const files = [
    file(`${DIRECTORY}/settings.sh`, settingsScript(settings, addition), "0644"),
    ...[...SOURCED, ...(addition.sourced ?? [])].map(sourced),
    ...[...SCRIPTS, ...(addition.scripts ?? [])].map(script),
    ...[...UNITS, ...(addition.units ?? [])].map(unit),
    ...(environment.length > 0 ? [file(ENVIRONMENT, environment.map((line) => `${line}\n`).join(""), "0644")] : []),
    ...(network.caBundle === undefined ? [] : [script("trust.sh"), file(`${DIRECTORY}/ca.pem`, network.caBundle, "0644")]),
  ];
  const runcmd = [
    ...(network.caBundle === undefined ? [] : [[`${DIRECTORY}/trust.sh`]]),
    // docker started before the proxy and the authorities were in place
    ...(environment.length > 0 ? [["systemctl", "try-restart", "docker.service"]] : []),
    ["systemctl", "daemon-reload"],
    ["systemctl", "enable", "--now", "--no-block", "pulumi-gpu-boot.service"],
  ];
  const bootcmd = environment.length > 0 ? yaml({ bootcmd: [proxyForServices(environment)] }) : "";
  return `#cloud-config\n${bootcmd}${WRITE_FILES}${files.join("")}${yaml({ runcmd })}`;
}

/**
 * User data as EC2 takes it: gzipped, which cloud-init undoes, and in base64. The same text gives the same bytes on every machine that runs the program
 * (zlib's differ with platform and build), so that nobody's laptop replaces a machine.
 */
export const packed = (text: string): string => Buffer.from(zipped(text)).toString("base64");

let last = { text: "", bytes: new Uint8Array() };

/** Measured first, then sent: the same text twice in a row is zipped once. */
function zipped(text: string): Uint8Array {
  if (text !== last.text) last = { text, bytes: gzipSync(strToU8(text), { level: 9, mtime: 0 }) };
  return last.bytes;
}

/** How far user data is above EC2's limit once it is packed, in bytes; zero if it fits. */
export const excess = (text: string): number => Math.max(0, zipped(text).length - USER_DATA_LIMIT);

/** Its schema takes longer to make than a text to write, so there is one. */
const document = new Document();

function yaml(value: object): string {
  document.contents = document.createNode(value);
  return document.toString({ lineWidth: 0, blockQuote: "literal" });
}

const WRITE_FILES = "write_files:\n";

/** One entry of `write_files`, as YAML. */
const file = (path: string, content: string, permissions: string): string =>
  yaml({ write_files: [{ path, permissions, owner: "root:root", content }] }).slice(WRITE_FILES.length);

const ownFiles = new Map<string, string>();

/** An entry with a file of `boot/`: the same for every machine of a program, so it is written once. */
function ownFile(path: string, name: BootFile, permissions: string): string {
  const key = `${path} ${permissions}`;
  const known = ownFiles.get(key) ?? file(path, bootText(name), permissions);
  ownFiles.set(key, known);
  return known;
}

function environmentOf({ httpProxy, httpsProxy, noProxy = [], caBundle }: BootNetwork): string[] {
  const lines: string[] = [];
  const both = (name: string, value: string) => lines.push(`${name}=${value}`, `${name.toLowerCase()}=${value}`);
  if (httpProxy !== undefined) both("HTTP_PROXY", httpProxy);
  if (httpsProxy !== undefined) both("HTTPS_PROXY", httpsProxy);
  // The metadata service answers the machine alone: through a proxy it would speak for the proxy's machine.
  if (lines.length > 0) both("NO_PROXY", ["169.254.169.254", "localhost", "127.0.0.1", ...noProxy].join(","));
  if (caBundle !== undefined) lines.push(`AWS_CA_BUNDLE=${DIRECTORY}/authorities.pem`);
  return lines;
}

/**
 * Every service that systemd starts from here on has the proxy: the rest of cloud-init, docker and the SSM agent. In `bootcmd`, which runs before
 * everything else and at each start; `write_files` would come too late for cloud-init itself.
 */
function proxyForServices(environment: readonly string[]): string {
  const defaults = environment.map((line) => `"${line}"`).join(" ");
  return [
    "mkdir -p /etc/systemd/system.conf.d",
    `printf '[Manager]\\nDefaultEnvironment=%s\\n' '${defaults}' > /etc/systemd/system.conf.d/50-pulumi-gpu.conf`,
    "systemctl daemon-reexec",
    `cat > /etc/profile.d/pulumi-gpu.sh <<'END'\n${environment.map((line) => `export ${line}`).join("\n")}\nEND`,
    "",
  ].join("\n");
}
