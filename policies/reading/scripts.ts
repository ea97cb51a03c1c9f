import { isUnknown } from "../../catalog/unknown";
import type { Resource } from "../rule";
import { CONTAINER_TYPES } from "./containers";
import { embedded, USER_DATA_TYPES, userDataOf } from "./user-data";
import { at, isDictionary, pathOf } from "./value";

/** A text of several lines that a machine or a container runs or reads. */
export interface Script {
  readonly text: string;
  /** The property that holds a line, counted from 1. */
  placeOf(line: number): string;
}

/** A text that cannot be read, and why. */
export interface UnreadScript {
  readonly path: string;
  readonly why: string;
}

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";

export const SCRIPT_TYPES: readonly string[] = [...USER_DATA_TYPES.filter((type) => !type.startsWith("kubernetes:")), ...CONTAINER_TYPES];

/** User data with the files packed in it, and files that a ConfigMap holds. */
export function scriptsOf({ type, props }: Resource): { readonly scripts: readonly Script[]; readonly unread: readonly UnreadScript[] } {
  const scripts: Script[] = [];
  const unread: UnreadScript[] = [];
  for (const { path, text } of userDataOf(type, props)) {
    if (isUnknown(text)) unread.push({ path, why: "not known before the update" });
    else if (text === undefined) unread.push({ path, why: "neither text nor packed text, so it cannot be searched" });
    else {
      scripts.push({ text, placeOf: (line) => `${path}:${line}` });
      scripts.push(...embedded(text).map((packed) => ({ text: packed, placeOf: () => path })));
    }
  }
  const files = type === CONFIG_MAP ? at(props, "data") : undefined;
  if (isDictionary(files)) {
    for (const [name, text] of Object.entries(files)) {
      if (typeof text === "string") scripts.push({ text, placeOf: (line) => `${pathOf(["data", name])}:${line}` });
    }
  }
  return { scripts, unread };
}

/** The lines of a script as a shell reads them: continued ones are one, comments are none. */
export function commandLines(text: string): { readonly line: number; readonly text: string }[] {
  const lines: { line: number; text: string }[] = [];
  let continued: { line: number; text: string } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const joins = raw.endsWith("\\");
    const part = joins ? raw.slice(0, -1) : raw;
    if (continued) continued.text += ` ${part.trim()}`;
    else continued = { line: index + 1, text: part };
    if (joins) continue;
    if (!/^\s*#/.test(continued.text)) lines.push(continued);
    continued = undefined;
  }
  if (continued && !/^\s*#/.test(continued.text)) lines.push(continued);
  return lines;
}
