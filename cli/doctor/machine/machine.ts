import { parseArgs } from "node:util";
import type { Instance } from "@aws-sdk/client-ec2";
import { EXIT, type Io, UsageError } from "../../command";
import { renderChecks } from "../check";
import { refusal } from "../refusal";
import { type BootLog, bootLog, logGroupOf } from "./boot-log";
import { type GroupState, groupState, resumeGroup } from "./group";
import { renderMachine } from "./render";
import { TAG_BOOT } from "./tags";

/** What was found out; a part that could not be read is in `unread`, with the right that is missing. */
export interface MachineReport {
  readonly instance?: {
    readonly id: string;
    readonly type?: string;
    readonly state?: string;
    readonly boot?: string;
    readonly ended?: string;
  };
  readonly group?: GroupState;
  readonly log?: BootLog;
  readonly resumed?: boolean;
  readonly unread: readonly string[];
}

/** `pulumi-gpu doctor --instance` or `--group`: a machine of ours from outside. */
export async function doctorMachine(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      instance: { type: "string" },
      group: { type: "string" },
      region: { type: "string" },
      "log-group": { type: "string" },
      resume: { type: "boolean" },
      json: { type: "boolean" },
    },
  });
  const region = values.region ?? io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION;
  if (region === undefined) throw new UsageError("name the region: --region us-east-1");
  if (values.instance !== undefined && !/^i-[0-9a-f]+$/.test(values.instance))
    throw new UsageError(`'${values.instance}' is no instance id`);
  const report = await look(region, values);
  if (values.json) io.out(`${JSON.stringify({ schema: "pulumi-gpu.machine/1", region, ...report }, null, 2)}\n`);
  else {
    io.out(renderMachine(report));
    if (report.log?.checks) io.out(`\n${renderChecks(report.log.checks, io)}\n`);
  }
  if (report.unread.length > 0) return EXIT.undecided;
  const failed = report.instance?.boot?.startsWith("fail") || report.group?.suspended;
  return failed && !report.resumed ? EXIT.fail : EXIT.ok;
}

interface Asked {
  readonly instance?: string;
  readonly group?: string;
  readonly "log-group"?: string;
  readonly resume?: boolean;
}

async function look(region: string, asked: Asked): Promise<MachineReport> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const [{ EC2Client, DescribeInstancesCommand }, { AutoScalingClient }, { CloudWatchLogsClient }] = await Promise.all([
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-auto-scaling"),
    import("@aws-sdk/client-cloudwatch-logs"),
  ]);
  const options = { region, maxAttempts: 3, requestHandler: { connectionTimeout: 10_000, requestTimeout: 30_000 } };
  const [ec2, groups, logs] = [new EC2Client(options), new AutoScalingClient(options), new CloudWatchLogsClient(options)];
  const unread: string[] = [];
  const reading = async <T>(what: string, action: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      const { value, remedy } = refusal(error, action);
      unread.push(`${what}: ${value}; ${remedy}`);
      return undefined;
    }
  };

  const id = asked.instance;
  const instance =
    id === undefined
      ? undefined
      : await reading("machine", "ec2:DescribeInstances", async () => {
          const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: "instance-id", Values: [id] }] }));
          return Reservations[0]?.Instances?.[0];
        });
  const tag = (key: string) => instance?.Tags?.find(({ Key }) => Key === key)?.Value;
  const groupName = asked.group ?? tag("aws:autoscaling:groupName");
  let resumed = false;
  if (asked.resume) {
    if (groupName === undefined) throw new UsageError("which group is to launch again is not known; name it: --group <name>");
    resumed =
      (await reading("resume", "autoscaling:CreateOrUpdateTags, autoscaling:DeleteTags and autoscaling:ResumeProcesses", async () => {
        await resumeGroup(groups, groupName);
        return true;
      })) ?? false;
  }
  const group =
    groupName === undefined
      ? undefined
      : await reading("group", "autoscaling:DescribeAutoScalingGroups and autoscaling:DescribeScalingActivities", () =>
          groupState(groups, groupName),
        );
  const logGroup = asked["log-group"] ?? (await logGroupOf(ec2, tag("aws:ec2launchtemplate:id"), tag("aws:ec2launchtemplate:version")));
  const log =
    id === undefined || logGroup === undefined ? undefined : await reading("log", "logs:GetLogEvents", () => bootLog(logs, logGroup, id));
  return {
    ...(id === undefined ? {} : { instance: { id, ...told(instance, tag(TAG_BOOT)) } }),
    ...(group ? { group } : {}),
    ...(log ? { log } : {}),
    ...(asked.resume ? { resumed } : {}),
    unread,
  };
}

const told = (instance: Instance | undefined, boot: string | undefined) => ({
  ...(instance?.InstanceType ? { type: instance.InstanceType } : {}),
  ...(instance?.State?.Name ? { state: instance.State.Name } : {}),
  ...(boot === undefined ? {} : { boot }),
  ...(instance?.StateTransitionReason ? { ended: instance.StateTransitionReason } : {}),
});
