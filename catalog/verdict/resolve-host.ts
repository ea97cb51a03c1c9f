import type { DeclaredAmi, DeclaredInstanceType } from "../declared";
import { driverOf, findAmiFamily, kernelModuleOf } from "../find/ami";
import { findInstanceType } from "../find/instance-type";
import { lookup } from "../find/lookup";
import { confidenceOf, rowRef } from "../find/row-ref";
import type { AmiName, KernelModule, Question } from "../question";
import type { RowRef } from "../sourced";
import { amiKey } from "../tables/amis/ami";
import { type Draft, declaredList, given, short, text, versionText } from "./draft";
import { capabilityFacts, findGpuFacts, virtualModel } from "./gpu-facts";
import { remembered } from "./remembered";
import { EARLIER_INSTANCES } from "./rows/earlier-instances";

const declaredRef = (table: string, key: string, row: { source: string; checked: string }): RowRef => ({
  table: `declared.${table}`,
  key,
  source: row.source,
  checked: row.checked,
  confidence: "declared",
});

/** Host facts: instance type -> GPU; AMI -> driver, toolkit, kernel module; what is given wins. */
export function resolveHost(question: Question, draft: Draft): void {
  const type = instanceType(question, draft);
  gpu(question, draft, type?.gpu);
  const driver = versionText(draft, "driver", question.driver);
  const ami = amiName(question.ami);
  if (ami) {
    draft.facts.ami = amiKey(ami.family, ami.release, ami.kubernetes);
    fromAmi(question, ami, draft, text(question.instanceType));
  }
  if (driver !== undefined) {
    const stated = draft.facts.driver;
    if (stated && stated.value !== driver && !stated.value.startsWith(`${driver}.`)) {
      draft.contradictions.push({
        text: `driver ${driver} is given, and the AMI brings ${stated.value}; the given one is judged`,
        rows: stated.rows,
      });
    }
    draft.facts.driver = given(driver);
    delete draft.recalled.driver;
  }
  const module = text(question.kernelModule)?.toLowerCase();
  if (module === "open" || module === "proprietary" || module === "grid") draft.facts.kernelModule = given<KernelModule>(module);
  versionOrFalse(draft, "containerToolkit", question.containerToolkit);
  versionOrFalse(draft, "fabricManager", question.fabricManager);
  versionOrFalse(draft, "gspFirmware", question.gspFirmware);
  const mode = text(question.injectionMode)?.toLowerCase();
  if (mode === "legacy" || mode === "cdi" || mode === "csv") draft.facts.injectionMode = given(mode);
  const mig = question.mig === false ? false : text(question.mig);
  if (mig !== undefined) draft.facts.mig = given<string | false>(mig);
}

function versionOrFalse(draft: Draft, field: "containerToolkit" | "fabricManager" | "gspFirmware", value: unknown): void {
  const version = value === false ? false : versionText(draft, field, value);
  if (version !== undefined) draft.facts[field] = given<string | false>(version);
}

function instanceType(
  question: Question,
  draft: Draft,
): { readonly gpu: { readonly name: string; readonly rows: readonly RowRef[]; readonly declared: boolean } } | undefined {
  const name = text(question.instanceType);
  if (name === undefined) return undefined;
  draft.facts.instanceType = name;
  const own = declaredList<DeclaredInstanceType>(question.declared?.instanceTypes).find((row) => row.instanceType === name);
  if (own) {
    const rows = [declaredRef("instanceTypes", name, own)];
    if (typeof own.gpuCount === "number") draft.facts.gpuCount = { value: own.gpuCount, origin: "declared", rows };
    if (text(own.gpu) === undefined) return undefined;
    if (own.architecture) draft.facts.hostArchitecture = { value: own.architecture, origin: "declared", rows };
    return { gpu: { name: own.gpu, rows, declared: true } };
  }
  const known = ofCatalog(name);
  Object.assign(draft.facts, known.draft.facts);
  Object.assign(draft.recalled, known.draft.recalled);
  draft.contradictions.push(...known.draft.contradictions);
  return known.gpu && { gpu: known.gpu };
}

/** What the catalog knows of an instance type by its name alone. */
const ofCatalog = remembered(
  (
    name: string,
  ): { readonly draft: Draft; readonly gpu?: { readonly name: string; readonly rows: readonly RowRef[]; readonly declared: boolean } } => {
    const draft: Draft = { facts: {}, recalled: {}, contradictions: [] };
    const row = findInstanceType(name);
    const earlier = row ? undefined : lookup(EARLIER_INSTANCES, name.trim().toLowerCase());
    if (earlier) {
      const rows = [rowRef("earlierInstances", earlier.instanceType, earlier)];
      draft.facts.gpuCount = { value: earlier.gpuCount, origin: "catalog", rows };
      draft.facts.hostArchitecture = { value: "x86_64", origin: "catalog", rows };
      const model = findGpuFacts(earlier.gpu);
      if (model) draft.facts.gpu = { value: model.value, origin: "catalog", rows: [...rows, ...model.rows] };
      return { draft, gpu: { name: earlier.gpu, rows, declared: false } };
    }
    if (!row) {
      draft.contradictions.push({ text: `instance type '${short(name)}' is not in the catalog`, rows: [] });
      return { draft };
    }
    const rows = [rowRef("instanceTypes", row.instanceType, row)];
    if (row.confidence === "recalled") {
      draft.recalled.gpu = { text: `${row.gpu} in ${row.instanceType}`, row: rows[0] as RowRef };
      return { draft };
    }
    const fact = <T>(value: T) => ({ value, origin: "catalog" as const, rows });
    draft.facts.gpuCount = fact(row.gpuCount);
    draft.facts.fractional = fact(row.fractional);
    draft.facts.hostArchitecture = fact(row.architecture);
    if (row.gpuMemoryMiB !== undefined) draft.facts.gpuMemoryMiB = fact(row.gpuMemoryMiB);
    if (row.nvswitch !== undefined) {
      if (confidenceOf(row, "nvswitch") === "recalled")
        draft.recalled.nvswitch = { text: String(row.nvswitch), row: { ...(rows[0] as RowRef), confidence: "recalled" } };
      else draft.facts.nvswitch = fact(row.nvswitch);
    }
    const model = findGpuFacts(row.gpu);
    if (model) draft.facts.gpu = { value: model.value, origin: "catalog", rows: [...rows, ...model.rows] };
    return { draft, gpu: { name: row.gpu, rows, declared: false } };
  },
);

function gpu(
  question: Question,
  draft: Draft,
  ofType: { readonly name: string; readonly rows: readonly RowRef[]; readonly declared: boolean } | undefined,
): void {
  const name = text(question.gpu);
  const capability = text(question.computeCapability);
  const byType = ofType && findGpuFacts(ofType.name);
  if (ofType && byType) {
    draft.facts.gpu ??= { value: byType.value, origin: ofType.declared ? "declared" : "catalog", rows: [...ofType.rows, ...byType.rows] };
  } else if (ofType) {
    draft.contradictions.push({
      text: `GPU '${short(ofType.name)}' of the declared instance type is not in the catalog`,
      rows: ofType.rows,
    });
  }
  if (name !== undefined) {
    delete draft.recalled.gpu;
    const found = findGpuFacts(name);
    if (!found) {
      draft.contradictions.push({ text: `GPU '${short(name)}' is not in the catalog`, rows: [] });
      delete draft.facts.gpu;
    } else {
      if (byType && byType.value.name !== found.value.name) {
        draft.contradictions.push({
          text: `GPU ${found.value.name} is given, and ${text(question.instanceType)} has ${byType.value.name}; the given one is judged`,
          rows: ofType?.rows ?? [],
        });
        for (const field of ["gpuMemoryMiB", "nvswitch", "fractional", "gpuCount"] as const) delete draft.facts[field];
      }
      draft.facts.gpu = { value: found.value, origin: "given", rows: found.rows };
      // A PCIe or NVL card stands on no NVSwitch board, whatever the model.
      if (!draft.facts.nvswitch && /\b(pcie|nvl)\b/i.test(name)) draft.facts.nvswitch = given(false);
      if (/sxm|hbm3/i.test(name)) draft.facts.sxm = true;
      if (virtualModel(name) !== undefined) draft.facts.virtual = true;
    }
  }
  if (capability !== undefined) {
    if (!/^\d+\.\d+$/.test(capability)) draft.contradictions.push({ text: `compute capability '${short(capability)}' is none`, rows: [] });
    else if (!draft.facts.gpu) draft.facts.gpu = capabilityFacts(capability);
    else if (draft.facts.gpu.value.computeCapability !== capability) {
      const { value } = draft.facts.gpu;
      draft.contradictions.push({
        text: `compute capability ${capability} is given, and ${value.name} has ${value.computeCapability}; the given one is judged`,
        rows: draft.facts.gpu.rows,
      });
      draft.facts.gpu = capabilityFacts(capability);
    }
  }
  if (typeof question.gpuCount === "number" && Number.isFinite(question.gpuCount)) draft.facts.gpuCount = given(question.gpuCount);
}

/** The question's AMI, where it has the form of one. */
function amiName(value: unknown): AmiName | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { family, release, kubernetes } = value as Partial<Record<keyof AmiName, unknown>>;
  const [f, r, k] = [text(family), text(release), text(kubernetes)];
  return f === undefined || r === undefined ? undefined : { family: f, release: r, ...(k === undefined ? {} : { kubernetes: k }) };
}

function fromAmi(question: Question, ami: AmiName, draft: Draft, type: string | undefined): void {
  const key = `${ami.family}@${ami.release}`;
  const own = declaredList<DeclaredAmi>(question.declared?.amis).find(
    (row) => row.ami === key || row.ami === ami.release || row.ami === `${key}/${ami.kubernetes}`,
  );
  if (own) {
    fromDeclaredAmi(own, draft, type);
    return;
  }
  const found = driverOf(ami, type);
  const rows = found.rows.map((row) => rowRef("amis", row.key, row));
  if (found.rows.length === 0) {
    draft.contradictions.push({ text: found.reason ?? `AMI ${key} is not in the catalog`, rows: [] });
    return;
  }
  draft.facts.knownAmi = true;
  const enforce = found.rows.every(({ confidence }) => confidence !== "recalled");
  if (found.driver !== undefined && enforce) draft.facts.driver = { value: found.driver, origin: "catalog", rows };
  else if (found.driver !== undefined && rows[0]) draft.recalled.driver = { text: `driver ${found.driver}`, row: rows[0] };
  else if (found.reason) draft.facts.driverReason = found.reason;
  if (found.candidates.length > 1 && enforce) draft.facts.driverCandidates = { value: found.candidates, origin: "catalog", rows };
  const toolkits = [...new Set(found.rows.map(({ containerToolkit }) => containerToolkit))];
  if (toolkits.length === 1 && toolkits[0] !== undefined && enforce)
    draft.facts.containerToolkit = { value: toolkits[0], origin: "catalog", rows };
  if (found.listed === false && type !== undefined)
    draft.facts.unlistedFamily = { value: type.split(".", 1)[0] ?? type, origin: "catalog", rows };
  const family = findAmiFamily(ami.family);
  if (family)
    draft.facts.amiArchitecture = { value: family.architecture, origin: "catalog", rows: [rowRef("amiFamilies", family.family, family)] };
  const module = type === undefined ? undefined : kernelModuleOf(ami, type);
  if (family && module !== undefined) {
    const ref = rowRef("amiFamilies", family.family, family);
    if (confidenceOf(family, "kernelModule") === "recalled")
      draft.recalled.kernelModule = { text: `${module} kernel module`, row: { ...ref, confidence: "recalled" } };
    else draft.facts.kernelModule = { value: module, origin: "catalog", rows: [ref] };
  }
}

function fromDeclaredAmi(own: DeclaredAmi, draft: Draft, type: string | undefined): void {
  const rows = [declaredRef("amis", own.ami, own)];
  const family = type?.split(".", 1)[0];
  const byFamily: Readonly<Record<string, string>> = typeof own.driver === "object" && own.driver !== null ? own.driver : {};
  const stated = typeof own.driver === "string" ? own.driver : (lookup(byFamily, family ?? "*") ?? lookup(byFamily, "*"));
  const driver = versionText(draft, "driver of the declared AMI", stated);
  if (driver !== undefined) draft.facts.driver = { value: driver, origin: "declared", rows };
  if (own.architecture) draft.facts.amiArchitecture = { value: own.architecture, origin: "declared", rows };
  if (own.kernelModule) draft.facts.kernelModule = { value: own.kernelModule, origin: "declared", rows };
  if (text(own.containerToolkit) !== undefined)
    draft.facts.containerToolkit = { value: String(own.containerToolkit), origin: "declared", rows };
}
