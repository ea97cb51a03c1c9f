import { gunzipSync } from "node:zlib";
import { isUnknown, UNKNOWN, type Unknown } from "../../catalog/unknown";
import { remember } from "./remember";
import { type Dictionary, pathOf, textAt } from "./value";

/** The text that a machine gets at its first boot, and the property that carries it. */
export interface UserData {
  readonly path: string;
  /** Decoded; `UNKNOWN` when it is not known yet, `undefined` when it is no text that we can read. */
  readonly text: string | Unknown | undefined;
}

/** EC2 takes 16 KiB; unpacked text is bounded so that a packed bomb cannot fill the memory. */
const UNPACKED_LIMIT = 8 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** Undoes base64 and gzip, in the order in which cloud-init does; undefined where neither gives text. */
function decode(raw: string): string | undefined {
  const compact = raw.trim();
  // `#!`, `#cloud-config`, `Content-Type:` and other plain forms hold characters that base64 does not have.
  if (compact === "" || !BASE64.test(compact) || compact.length < 8) return raw;
  return unpack(Buffer.from(compact, "base64")) ?? (looksLikeWords(compact) ? raw : undefined);
}

function unpack(bytes: Buffer): string | undefined {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      plain = gunzipSync(bytes, { maxOutputLength: UNPACKED_LIMIT });
    } catch {
      return undefined;
    }
  }
  const text = plain.toString("utf8");
  return text.includes("\uFFFD") || text.includes("\u0000") ? undefined : text;
}

/** One short word or line, such as `echo hello`, passes for base64 by its characters alone. */
const looksLikeWords = (text: string): boolean => text.length < 64 || /\s[a-z]/.test(text);

/** Where resource types keep what runs at the start of a machine; all forms may be base64, and some must. */
const PROPERTIES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": [["userData"]],
  "aws:ec2/instance:Instance": [["userData"], ["userDataBase64"]],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": [["userData"], ["userDataBase64"]],
  "aws:ec2/launchConfiguration:LaunchConfiguration": [["userData"], ["userDataBase64"]],
  "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration": [["onCreate"], ["onStart"]],
  "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig": [["studioLifecycleConfigContent"]],
};
/** Of every version of its API. */
const NODE_CLASS = "kubernetes:karpenter.k8s.aws/";
const NODE_CLASS_PROPERTIES: readonly (readonly string[])[] = [["spec", "userData"]];

export const USER_DATA_TYPES = [...Object.keys(PROPERTIES), `${NODE_CLASS}*`];

/** Every user data that the resource carries. */
export function userDataOf(type: string, props: Dictionary): UserData[] {
  const found: UserData[] = [];
  for (const steps of type.startsWith(NODE_CLASS) ? NODE_CLASS_PROPERTIES : (PROPERTIES[type] ?? [])) {
    const raw = textAt(props, ...steps);
    if (raw === undefined) continue;
    found.push({ path: pathOf(steps), text: isUnknown(raw) ? UNKNOWN : decode(raw) });
  }
  return found;
}

/** A packed file in one run, or folded into whole lines as in the parts of a multi-part message. */
const PACKED = /(?:^[ \t]*[A-Za-z0-9+/]{40,}[ \t]*\r?\n)+^[ \t]*[A-Za-z0-9+/]+={0,2}[ \t]*$|[A-Za-z0-9+/]{40,}={0,2}/gm;

/** Long base64 inside the text (files of cloud-config, parts of a message), decoded where it gives text. */
export const embedded = remember((text): readonly string[] => unpackedFrom(text, NESTING));

/** A packed part may hold packed files; nobody packs deeper by accident. */
const NESTING = 4;

function unpackedFrom(text: string, levels: number): string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(PACKED)) {
    const plain = unpack(Buffer.from(run, "base64"));
    if (plain !== undefined && /[\n ]/.test(plain)) {
      found.push(plain);
      if (levels > 1) found.push(...unpackedFrom(plain, levels - 1));
    }
  }
  return found;
}
