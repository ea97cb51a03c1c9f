import { isDictionary } from "../../policies/rules";
import { FORMATS, FormatError, type Judgeable } from "./plan-format";
import { fromPlan } from "./plan-json";
import { fromPreview } from "./pulumi-preview";
import { fromStackExport } from "./pulumi-state";

/** Finds out what the text is, and reads it. */
export async function readPlan(raw: string, file: string): Promise<Judgeable> {
  const text = raw.replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new FormatError(`the file is empty; give ${FORMATS}`);
  if (text.includes("\u0000")) throw new FormatError(`the file is no text in UTF-8 (binary, or UTF-16 without its mark); give ${FORMATS}`);
  if (/^\s*[{[]/.test(text)) return fromJson(await parseJson(text));
  const { fromManifests } = await import("./manifests.js");
  return fromManifests(text, file);
}

async function fromJson(document: unknown): Promise<Judgeable> {
  if (isDictionary(document)) {
    if (Object.hasOwn(document, "deployment")) return fromStackExport(document);
    if (Object.hasOwn(document, "steps") || Object.hasOwn(document, "changeSummary")) return fromPreview(document);
    if (Object.hasOwn(document, "schemaVersion") && Object.hasOwn(document, "resources")) return fromPlan(document);
    if (Object.hasOwn(document, "resourcePlans")) {
      throw new FormatError(
        "this is an update plan of `pulumi preview --save-plan`, which holds only differences; give `pulumi preview --json`",
      );
    }
    if (Object.hasOwn(document, "terraform_version")) throw new FormatError(`this is a Terraform file; give ${FORMATS}`);
    if (typeof document.kind === "string" && typeof document.apiVersion === "string") {
      const { fromObjects } = await import("./manifests.js");
      return fromObjects([document]);
    }
  }
  // `kubectl get -o json | jq .items`
  if (
    Array.isArray(document) &&
    document.length > 0 &&
    document.every((entry) => isDictionary(entry) && "apiVersion" in entry && "kind" in entry)
  ) {
    const { fromObjects } = await import("./manifests.js");
    return fromObjects(document);
  }
  throw new FormatError(`the JSON is none of the formats known here; give ${FORMATS}`);
}

/** JSON with a place in words: the file may be cut off, or have lines of a log in front. */
async function parseJson(text: string): Promise<unknown> {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/Unexpected end|Unterminated/.test(message)) throw new FormatError("the JSON ends too early; the file was cut off");
    const line = await brokenLine(text, message);
    throw new FormatError(
      `${line === undefined ? "" : `line ${line}: `}the JSON is broken${LOG_IN_FRONT.test(text) ? "; a log stands in front of it" : ""}`,
    );
  }
}

/** Lines such as `[warn] …` look like the start of a list. */
const LOG_IN_FRONT = /^\s*\[[A-Za-z]/;

/** The engine of some Node versions says where; of others only the YAML parser does, which reads JSON too and is slow on a large file. */
async function brokenLine(text: string, message: string): Promise<number | undefined> {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split("\n").length;
  if (text.length > 1_000_000) return undefined;
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const [first] = parseDocument(text, { lineCounter: lines }).errors;
  return first === undefined ? undefined : lines.linePos(first.pos[0]).line;
}
