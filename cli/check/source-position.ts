import { isDictionary } from "../../policies/rules";
import type { Place } from "./plan-format";

/** `project:///infra/index.ts#14,1`, as the engine notes where the program made a resource. */
const POSITION = /^project:\/\/\/([^#]+)#(\d+)/;

/** The first frame in the project's own files: a component's own line lies in a package. */
export function sourcePlaceOf(state: unknown): Place | undefined {
  if (!isDictionary(state)) return undefined;
  const frames = Array.isArray(state.stackTrace)
    ? state.stackTrace.map((frame: unknown) => (isDictionary(frame) ? frame.sourcePosition : undefined))
    : [];
  for (const position of [state.sourcePosition, ...frames]) {
    const [, file, line] = POSITION.exec(typeof position === "string" ? position : "") ?? [];
    if (file !== undefined && !file.startsWith("../") && !file.includes("node_modules/")) return { file, line: Number(line) };
  }
  return undefined;
}
