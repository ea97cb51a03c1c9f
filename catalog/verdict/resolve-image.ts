import type { DeclaredImage } from "../declared";
import { findFrameworkArchitecture } from "../find/framework";
import { findImage } from "../find/image";
import { confidenceOf, rowRef } from "../find/row-ref";
import { parseReference } from "../image-reference";
import type { Question } from "../question";
import type { RowRef } from "../sourced";
import { FRAMEWORK_ARCHITECTURES } from "../tables/framework-architectures";
import type { Image } from "../tables/images/image";
import { compareVersions, minorOf } from "../version";
import { type Draft, declaredList, given, isArchitecture, short, text, versionText } from "./draft";
import type { Fact } from "./facts";
import { imageLine } from "./image-lines";
import { remembered } from "./remembered";
import { findOlderTorch } from "./rows/older-torch";

/** Image facts: a declared row, the catalog's row, what the tag's form says; what is given wins. */
export function resolveImage(question: Question, draft: Draft): void {
  const reference = text(question.image);
  if (reference !== undefined) {
    draft.facts.image = reference;
    fromReference(question, reference, draft);
  }
  const cuda = versionText(draft, "cuda", question.cuda);
  if (cuda !== undefined) {
    const stated = draft.facts.cuda;
    if (stated && compareVersions(minorText(stated.value), minorText(cuda)) !== 0) {
      draft.contradictions.push({
        text: `CUDA ${cuda} is given, and the image has ${stated.value}; the given one is judged`,
        rows: stated.rows,
      });
    }
    draft.facts.cuda = given(cuda);
    delete draft.recalled.cuda;
  }
  if (typeof question.require === "string") draft.facts.require = given([question.require]);
  if (question.disableRequire === true) draft.facts.disableRequire = true;
  const compat = question.compat === false ? false : versionText(draft, "compat", question.compat);
  if (compat !== undefined) draft.facts.compat = given<string | false>(compat);
  if (question.compatOnPath === true) draft.facts.compatUse = given("path");
  else if (question.compatOnPath === false) delete draft.facts.compatUse;
  const torch = text(question.torch);
  if (torch !== undefined) {
    draft.facts.torch = given(torch);
    // `2.6.0+cu124` names its own CUDA.
    const tagged = /\+cu(\d{1,2})(\d)$/.exec(torch);
    if (tagged) wheelCuda(torch, `${tagged[1]}.${tagged[2]}`, draft);
  }
  architectures(question, draft);
}

/** A wheel loads the CUDA that it was built with, whatever the image holds beside it: the newer of the two asks more of the driver. */
function wheelCuda(torch: string, cuda: string, draft: Draft): void {
  const stated = draft.facts.cuda;
  if (!stated ? draft.recalled.cuda : compareVersions(cuda, minorText(stated.value)) <= 0) return;
  if (stated) {
    draft.contradictions.push({
      text: `torch ${short(torch)} brings CUDA ${cuda} of its own, and the image has ${stated.value}; the wheel's is judged`,
      rows: stated.rows,
    });
  }
  draft.facts.cuda = { value: cuda, origin: "derived", rows: stated?.rows ?? [] };
}

const minorText = (cuda: string): string => cuda.split(".").slice(0, 2).join(".");

function fromReference(question: Question, reference: string, draft: Draft): void {
  const own = declaredImage(question, reference);
  if (own) {
    fromDeclared(own, draft);
    return;
  }
  const known = byReference(reference);
  Object.assign(draft.facts, known.facts);
  Object.assign(draft.recalled, known.recalled);
  draft.contradictions.push(...known.contradictions);
}

/** What the catalog knows of an image by its name alone. */
const byReference = remembered((reference: string): Draft => {
  const draft: Draft = { facts: {}, recalled: {}, contradictions: [] };
  const row = findImage(reference);
  const parsed = parseReference(reference);
  if (!parsed) {
    draft.contradictions.push({ text: `image '${short(reference)}' is no image reference`, rows: [] });
    return draft;
  }
  if (row) fromRow(row, draft);
  imageLine(parsed, row, draft);
  return draft;
});

function fromRow(row: Image, draft: Draft): void {
  draft.facts.knownImage = true;
  const ref = rowRef("images", row.reference, row);
  const put = (field: "cuda" | "torch", value: string | undefined): void => {
    if (value === undefined) return;
    const confidence = confidenceOf(row, field);
    const proof = { ...ref, confidence };
    if (confidence === "recalled") draft.recalled[field] = { text: value, row: proof };
    else draft.facts[field] = { value, origin: "catalog", rows: [proof] };
  };
  put("cuda", row.cuda);
  put("torch", row.torch);
  if (row.architectures && row.confidence !== "recalled")
    draft.facts.architectures = { value: row.architectures, origin: "catalog", rows: [ref] };
  if (row.minComputeCapability && confidenceOf(row, "minComputeCapability") !== "recalled") {
    draft.facts.minComputeCapability = { value: row.minComputeCapability, origin: "catalog", rows: [ref] };
  }
}

function declaredImage(question: Question, reference: string): DeclaredImage | undefined {
  const rows = declaredList<DeclaredImage>(question.declared?.images).filter((row) => typeof row.image === "string");
  const digest = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (digest) {
    const byDigest = rows.find((row) => row.image.endsWith(`@${digest}`));
    if (byDigest) return byDigest;
  }
  const plain = reference.replace(/@sha256:[0-9a-f]{64}$/, "");
  return rows.find((row) => row.image === reference || row.image === plain);
}

function fromDeclared(own: DeclaredImage, draft: Draft): void {
  const rows: RowRef[] = [{ table: "declared.images", key: own.image, source: own.source, checked: own.checked, confidence: "declared" }];
  const fact = <T>(value: T) => ({ value, origin: "declared" as const, rows });
  draft.facts.knownImage = true;
  const cuda = versionText(draft, "cuda of the declared image", own.cuda);
  if (cuda !== undefined) draft.facts.cuda = fact(cuda);
  if (typeof own.require === "string") draft.facts.require = fact([own.require]);
  if (own.compat === false || text(own.compat) !== undefined)
    draft.facts.compat = fact<string | false>(own.compat === false ? false : String(own.compat));
  if (text(own.torch) !== undefined) draft.facts.torch = fact(String(own.torch));
  if (Array.isArray(own.architectures)) draft.facts.architectures = fact(own.architectures.filter((entry) => typeof entry === "string"));
}

/** All that the public wheels of a torch version hold, by version and platform in one text. */
const wheelsOf = remembered((which: string) => {
  const [version, platform] = which.split(" ");
  const wheels = Object.values(FRAMEWORK_ARCHITECTURES).filter((wheel) => wheel.torch === version && wheel.platform === platform);
  if (wheels.length === 0 || wheels.some(({ confidence }) => confidence === "recalled")) return undefined;
  return {
    value: [...new Set(wheels.flatMap((wheel) => wheel.architectures))].sort(compareVersions),
    rows: wheels.map((wheel) => rowRef("frameworkArchitectures", wheel.key, wheel)),
  };
});

/** A plain `2.6.0` can be any wheel of that version: a GPU that none of them serves is decided all the same. */
function anyWheel(torch: Fact<string>, draft: Draft): void {
  const version = /^v?\d+\.\d+(\.\d+)?$/.test(torch.value) ? minorOf(torch.value.replace(/^v/, "")) : undefined;
  const wheels = version === undefined ? undefined : wheelsOf(`${version} ${draft.facts.hostArchitecture?.value ?? "x86_64"}`);
  if (wheels) draft.facts.anyWheel = { value: wheels.value, origin: "catalog", rows: [...torch.rows, ...wheels.rows] };
}

/** What the software was compiled for: given, then the image's row, then the row of the torch wheel. */
function architectures(question: Question, draft: Draft): void {
  if (Array.isArray(question.architectures)) {
    const list = question.architectures.filter(isArchitecture);
    if (list.length > 0) draft.facts.architectures = given(list);
    return;
  }
  if (draft.facts.architectures) return;
  const torch = draft.facts.torch;
  if (!torch) return;
  const cuda = draft.facts.cuda?.value;
  const row = findFrameworkArchitecture(torch.value, cuda, draft.facts.hostArchitecture?.value ?? "x86_64");
  if (row?.architectures && row.confidence !== "recalled") {
    draft.facts.architectures = {
      value: row.architectures,
      origin: "catalog",
      rows: [...torch.rows, rowRef("frameworkArchitectures", row.key, row)],
    };
    return;
  }
  const older = row ? undefined : findOlderTorch(torch.value, cuda);
  if (older)
    draft.facts.architectures = {
      value: older.architectures,
      origin: "catalog",
      rows: [...torch.rows, rowRef("olderTorch", older.key, older)],
    };
  else if (!row) anyWheel(torch, draft);
}
