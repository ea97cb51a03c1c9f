import * as pulumi from "@pulumi/pulumi";
import { list } from "../../boot/settings";
import { placeOf } from "../../lib/arn";
import { gracesOf } from "../host/graces";
import { groupRights } from "../host/instance-role";
import { howToReadBootResult, machine } from "../host/machine";
import { machineGroup } from "../host/machine-group";
import { bootAddition } from "./boot-addition";
import { capacityCommand, jupyterCommand, sshCommand } from "./commands";
import { makeData } from "./data";
import type { GpuWorkstationArgs, GpuWorkstationOptions } from "./gpu-workstation-args";
import { HOME_IN_CONTAINER, makeHome } from "./home";
import { idleSettings } from "./idle";
import { resolve, withParts } from "./resolve";
import { workstationRights } from "./rights";
import { makeSchedule } from "./schedule";
import { makeSessions } from "./sessions";

/**
 * A GPU machine for a person or a team: Jupyter and SSH through a session tunnel, a home that survives the machine, data sets, and a stop when nobody
 * uses it. There is no open port.
 *
 * ```ts
 * const desk = new GpuWorkstation("desk", {
 *   image: pinnedImage("123456789012.dkr.ecr.us-east-1.amazonaws.com/pytorch-cuda:2.8", { lock }),
 *   ami: driverAmi({ family: "dlami-base-oss-al2023", release: "20260901" }),
 *   instanceTypes: ["g6.xlarge"],
 *   network: { vpcId, subnetIds },
 *   home: { ebs: { subnetId } },
 * });
 * export const jupyter = desk.jupyterCommand;
 * ```
 */
export class GpuWorkstation extends pulumi.ComponentResource {
  /** Name of the Auto Scaling group that holds the machine, or none while it is stopped. */
  readonly groupName: pulumi.Output<string>;
  /** Command that prints the address of JupyterLab with its token, and opens the tunnel; absent where Jupyter is off. */
  readonly jupyterCommand?: pulumi.Output<string>;
  /** Command that opens a shell in the container; absent without `ssh`. */
  readonly sshCommand?: pulumi.Output<string>;
  /** Command that starts the machine again. */
  readonly startCommand: pulumi.Output<string>;
  /** Command that stops the machine; the home stays. */
  readonly stopCommand: pulumi.Output<string>;
  /** Command that prints what the boot check found: the tag `pulumi-gpu:boot` of the machine. */
  readonly bootResult: pulumi.Output<string>;
  /** Id of the home's EBS volume; absent on EFS. */
  readonly homeVolumeId?: pulumi.Output<string>;
  /** Name of the machine's role, to attach policies to. */
  readonly roleName: pulumi.Output<string>;
  /** Log group with the boot results, the idle stops, and the container's output. */
  readonly logGroup: pulumi.Output<string>;

  constructor(name: string, args: GpuWorkstationArgs, opts: GpuWorkstationOptions = {}) {
    const { settings, jupyter, ssh, idle, identity, capacity } = resolve(name, args); // before super: a workstation that cannot work is never registered
    super("gpu:index:GpuWorkstation", name, { ...args }, opts);
    const { tags, permissionsBoundary, rolePath, kmsKeyId } = args;
    const { transform } = opts;

    const home = makeHome(name, { home: args.home, identity, tags, kmsKeyId, transform: transform?.volume }, this);
    const data = makeData(name, { data: args.data ?? {}, identity, tags }, this);
    const sessions = makeSessions(name, { jupyter, ssh, identity, tags, kmsKeyId }, this);
    const parts = [home, ...data, sessions];
    const mounted = pulumi.all(parts.flatMap((part) => part.data ?? [])).apply((sets) => (sets.length > 0 ? [list("DATA", sets)] : []));
    const lines = pulumi.all([...parts.flatMap((part) => part.settings ?? []), ...(idle ? idleSettings(idle) : [])]);
    const { logs, role, template } = machine(
      name,
      {
        settings: withParts(settings, {
          mounts: parts.flatMap((part) => part.mounts ?? []),
          ports: [...sessions.ports],
          secrets: sessions.secrets,
          environment: { HOME: args.home.path ?? HOME_IN_CONTAINER, ...sessions.environment },
        }),
        ami: args.ami,
        policyArns: args.policyArns,
        overrideReason: args.override?.reason,
        addition: pulumi.all([lines, mounted]).apply(([known, sets]) => bootAddition(args, [...known, ...sets])),
        tags,
        permissionsBoundary,
        rolePath,
        kmsKeyId,
        transform,
      },
      this,
    );
    const group = machineGroup(
      name,
      {
        market: capacity,
        template,
        instanceTypes: args.instanceTypes,
        // The machine goes where its home is.
        subnetIds: home.subnetId ? [home.subnetId] : args.network.subnetIds,
        size: { desired: (args.start ?? true) ? 1 : 0, min: 0, max: 1 },
        // People, the idle stop and the schedule move it: the number is not Pulumi's to correct.
        moved: true,
        healthCheckGraceSeconds: gracesOf({
          instanceTypes: args.instanceTypes,
          imageBytes: args.image.sizeBytes,
          rootVolumeGiB: settings.rootVolumeGiB,
        }).healthCheck,
        wait: "none",
        tags,
        transform: transform?.group,
      },
      { parent: this },
    );
    groupRights(name, role, [group], this);
    workstationRights(name, { role, group, parts, stops: idle !== false }, this);
    if (args.schedule) makeSchedule(name, args.schedule, group.name, this);

    const target = pulumi.all([group.arn, group.name]).apply(([arn, groupName]) => ({ region: placeOf(arn).region, groupName }));
    this.groupName = group.name;
    this.roleName = role.name;
    this.logGroup = logs.name;
    this.startCommand = target.apply((at) => capacityCommand(at, 1));
    this.stopCommand = target.apply((at) => capacityCommand(at, 0));
    this.bootResult = group.name.apply((groupName) => howToReadBootResult([groupName]));
    const { jupyter: notebook, ssh: shell } = sessions;
    if (notebook)
      this.jupyterCommand = pulumi.all([target, notebook.tokenArn]).apply(([at, arn]) => jupyterCommand(at, notebook.port, arn));
    if (shell) this.sshCommand = target.apply((at) => sshCommand(at, shell.port, shell.user));
    if (home.volumeId) this.homeVolumeId = home.volumeId;
    this.registerOutputs({
      groupName: this.groupName,
      jupyterCommand: this.jupyterCommand,
      sshCommand: this.sshCommand,
      startCommand: this.startCommand,
      stopCommand: this.stopCommand,
      bootResult: this.bootResult,
      homeVolumeId: this.homeVolumeId,
      roleName: this.roleName,
      logGroup: this.logGroup,
    });
  }
}
