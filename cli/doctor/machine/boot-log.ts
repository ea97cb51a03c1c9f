import { gunzipSync } from "node:zlib";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2Client } from "@aws-sdk/client-ec2";
import type { Check } from "../check";

/** Where the machine was told to report, out of the launch template that made it; undefined where that is gone. */
export async function logGroupOf(client: EC2Client, id: string | undefined, version: string | undefined): Promise<string | undefined> {
  if (id === undefined || version === undefined) return undefined;
  const { DescribeLaunchTemplateVersionsCommand } = await import("@aws-sdk/client-ec2");
  try {
    const { LaunchTemplateVersions = [] } = await client.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: [version] }),
    );
    const bytes = Buffer.from(LaunchTemplateVersions[0]?.LaunchTemplateData?.UserData ?? "", "base64");
    const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString() : bytes.toString();
    return /^\s*LOG_GROUP='([^']+)'$/m.exec(text)?.[1];
  } catch {
    return undefined;
  }
}

/** What the machine wrote of its boot: lines for people, and the last report. */
export interface BootLog {
  readonly lines: readonly string[];
  readonly checks?: readonly Check[];
}

/** Undefined where the machine has written nothing. */
export async function bootLog(client: CloudWatchLogsClient, logGroup: string, instanceId: string): Promise<BootLog | undefined> {
  const { GetLogEventsCommand, ResourceNotFoundException } = await import("@aws-sdk/client-cloudwatch-logs");
  try {
    const { events = [] } = await client.send(
      new GetLogEventsCommand({ logGroupName: logGroup, logStreamName: `${instanceId}/boot`, startFromHead: false, limit: 20 }),
    );
    const messages = events.flatMap(({ message }) => message ?? []);
    const reports = messages.flatMap((message) => reportIn(message) ?? []);
    const last = reports.at(-1);
    return { lines: messages.filter((message) => reportIn(message) === undefined), ...(last ? { checks: last.checks } : {}) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function reportIn(message: string): { checks: Check[] } | undefined {
  if (!message.startsWith('{"schema":"pulumi-gpu.preflight/1"')) return undefined;
  try {
    return JSON.parse(message) as { checks: Check[] };
  } catch {
    return undefined;
  }
}
