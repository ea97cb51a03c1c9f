/** Lines of a label and its value, the values under each other. */
export function table(lines: readonly (readonly [label: string, value: string])[]): string {
  const width = Math.max(0, ...lines.map(([label]) => label.length));
  return lines.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join("");
}
