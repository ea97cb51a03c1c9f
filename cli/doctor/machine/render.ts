import type { MachineReport } from "./machine";

/** A few lines for people. */
export function renderMachine({ instance, group, log, resumed, unread }: MachineReport): string {
  const lines: string[] = [];
  if (instance) {
    const { id, type, state, boot, ended } = instance;
    lines.push(`${id}  ${[type, state].filter(Boolean).join(", ") || "AWS does not know it (any more)"}${ended ? ` (${ended})` : ""}`);
    lines.push(`  boot      ${boot ?? "no result: it still boots, it is not one of ours, or it ended before its boot service started"}`);
    for (const line of log?.lines ?? []) lines.push(`  log       ${line}`);
  }
  if (group) {
    const { name, desired, inService, suspended, reason, failedBoots, lastActivity } = group;
    lines.push(`${name}  ${inService} of ${desired} in service, ${failedBoots} failed boots in a row`);
    if (suspended)
      lines.push(`  suspended ${reason ?? "by somebody else than the boot gate"}; once mended: pulumi-gpu doctor --group ${name} --resume`);
    if (resumed) lines.push("  resumed   it launches again, and counts from none");
    if (lastActivity) {
      const { status, description, message, at } = lastActivity;
      lines.push(`  last      ${[at, status, description, message].filter(Boolean).join(", ")}`);
    }
  } else if (unread.length === 0) lines.push("no Auto Scaling group of it was found");
  for (const one of unread) lines.push(`  not read  ${one}`);
  return `${lines.join("\n")}\n`;
}
