import type { AmiPin } from "./ami";
import { table } from "./table";

export function renderAmiPinned({ result, key, lock, now }: AmiPin): string {
  const verb = result === "unchanged" ? "unchanged:" : result;
  const drivers = Object.entries(now?.drivers ?? {}).map(([family, driver]) => (family === "*" ? driver : `${driver} on ${family}`));
  const regions = Object.entries(now?.regions ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return `${verb} ${key} in ${lock}\n${table([
    ["name", now?.name ?? "unknown"],
    ["owner", now?.owner ?? "unknown"],
    ["driver", drivers.length > 0 ? drivers.join(", ") : "not stated by the catalog; declare it in the lock, with its source"],
    ...regions.map(([region, { id, deprecation }]): [string, string] => [
      region,
      `${id}${deprecation ? `  deprecated from ${deprecation}` : ""}`,
    ]),
  ])}`;
}

export function renderAmiMoved({ key, lock, before, found }: AmiPin): string {
  const changed = found.flatMap(({ region, id }): [string, string][] => {
    const was = before?.regions[region]?.id;
    return was === undefined || was === id ? [] : [[region, `${was} -> ${id}`]];
  });
  return `${key} has another id than on ${before?.checked}; ${lock} was left as it was\n${table(changed)}the same name on new bytes can hold another driver; --update accepts it\n`;
}

export function renderAmiProblems({ key, lock, found, problems }: AmiPin): string {
  const lines = problems.map(({ region, problem }): [string, string] => [region, problem]);
  const [copy] = found;
  const ways = copy
    ? `it is in ${found.map(({ region, id }) => `${region} (${id})`).join(", ")}; copy it where it is missing:\n  ${copyCommand(copy.region, copy.id, problems[0]?.region ?? copy.region, key)}\nand declare the copy in the lock, or pin only the regions that have it\n`
    : "";
  return `${key} was not found everywhere; ${lock} was left as it was\n${table(lines)}${ways}`;
}

/** A deprecated image still starts and may be gone tomorrow. */
export function deprecationWarnings({ key, found }: AmiPin, now: Date): string {
  const today = now.toISOString().slice(0, 10);
  return found
    .filter(({ deprecation }) => deprecation !== undefined && deprecation <= today)
    .map(
      ({ region, id, deprecation }) =>
        `warning: ${key} is deprecated in ${region} since ${deprecation}: AWS can withdraw it any day; keep a copy of your own:\n  ${copyCommand(region, id, region, key)}\n`,
    )
    .join("");
}

const copyCommand = (from: string, id: string, to: string, key: string): string =>
  `aws ec2 copy-image --source-region ${from} --source-image-id ${id} --region ${to} --name ${key.replace("/", "-")}`;
