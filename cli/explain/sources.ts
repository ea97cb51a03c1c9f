import type { AxisResult } from "../../catalog/answer";

const MOST = 3;

/** Addresses shortened to what a person needs to find them: repository and file, or host and page. */
export function shortSources(axes: readonly AxisResult[]): string[] {
  const all = new Set<string>();
  for (const { rows } of axes) {
    for (const { source, table } of rows) {
      if (table.startsWith("declared.")) all.add(`declared: ${source}`);
      else for (const part of source.split(" ; ")) all.add(short(part));
    }
  }
  const shown = [...all].slice(0, MOST);
  return all.size > MOST ? [...shown, `${all.size - MOST} more`] : shown;
}

function short(source: string): string {
  const address = source
    .replace(/ \(.*$/, "")
    .replace(/ ?,.*$/, "")
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/(\/index)?\.html?$/, "")
    .replace(/@[0-9a-f]{40}$/, "");
  const [host = "", ...path] = address.split("/");
  if (!host.includes(".") || path.length < 3) return address;
  return host === "github.com" ? path.join("/") : `${host}/.../${path.at(-1)}`;
}
