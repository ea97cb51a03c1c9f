import {
  AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  CreateOrUpdateTagsCommand,
  DeleteAutoScalingGroupCommand,
  DeleteLifecycleHookCommand,
  DeletePolicyCommand,
  DeleteScheduledActionCommand,
  DeleteTagsCommand,
  DeleteWarmPoolCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  DescribeTagsCommand,
  EnableMetricsCollectionCommand,
  type MetricStatistic,
  type MixedInstancesPolicy,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  PutWarmPoolCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { GroupArgs, LifecycleHookArgs, PolicyArgs, ScheduleArgs, TagArgs } from "@pulumi/aws/autoscaling";
import type { Unwrap } from "@pulumi/pulumi";
import { type Handler, handler, promised } from "../handler";
import type { Session } from "../session";

type Inputs = Unwrap<GroupArgs>;

const describe = async (name: string, session: Session): Promise<AutoScalingGroup | undefined> => {
  const answer = await session.client(AutoScalingClient).send(new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }));
  return answer.AutoScalingGroups?.[0];
};

interface TemplateReference {
  launchTemplateId?: string;
  launchTemplateName?: string;
  version?: string;
}

const specification = ({ launchTemplateId, launchTemplateName, version }: TemplateReference) => ({
  LaunchTemplateId: launchTemplateId,
  // AWS takes one of the two; the id is the exact one.
  LaunchTemplateName: launchTemplateId ? undefined : launchTemplateName,
  Version: version,
});

function mixed(policy: NonNullable<Inputs["mixedInstancesPolicy"]>): MixedInstancesPolicy {
  const { launchTemplate, instancesDistribution: distribution } = policy;
  return {
    LaunchTemplate: {
      LaunchTemplateSpecification: specification(launchTemplate.launchTemplateSpecification),
      Overrides: launchTemplate.overrides?.map((override) => ({
        InstanceType: override.instanceType,
        WeightedCapacity: override.weightedCapacity,
        LaunchTemplateSpecification: override.launchTemplateSpecification && specification(override.launchTemplateSpecification),
      })),
    },
    InstancesDistribution: distribution && {
      OnDemandAllocationStrategy: distribution.onDemandAllocationStrategy,
      OnDemandBaseCapacity: distribution.onDemandBaseCapacity,
      OnDemandPercentageAboveBaseCapacity: distribution.onDemandPercentageAboveBaseCapacity,
      SpotAllocationStrategy: distribution.spotAllocationStrategy,
      SpotMaxPrice: distribution.spotMaxPrice,
    },
  };
}

const groupOf = (inputs: Inputs) => ({
  AutoScalingGroupName: promised(inputs.name, "group name"),
  MinSize: inputs.minSize,
  MaxSize: inputs.maxSize,
  DesiredCapacity: inputs.desiredCapacity,
  VPCZoneIdentifier: inputs.vpcZoneIdentifiers?.join(","),
  AvailabilityZones: inputs.availabilityZones,
  LaunchTemplate:
    inputs.launchTemplate &&
    specification({
      launchTemplateId: inputs.launchTemplate.id,
      launchTemplateName: inputs.launchTemplate.name,
      version: inputs.launchTemplate.version,
    }),
  MixedInstancesPolicy: inputs.mixedInstancesPolicy && mixed(inputs.mixedInstancesPolicy),
  HealthCheckType: inputs.healthCheckType,
  HealthCheckGracePeriod: inputs.healthCheckGracePeriod,
  DefaultCooldown: inputs.defaultCooldown,
  DefaultInstanceWarmup: inputs.defaultInstanceWarmup,
  CapacityRebalance: inputs.capacityRebalance,
  TerminationPolicies: inputs.terminationPolicies,
  MaxInstanceLifetime: inputs.maxInstanceLifetime,
  NewInstancesProtectedFromScaleIn: inputs.protectFromScaleIn,
  // On the wire it is always text.
  PlacementGroup: inputs.placementGroup as string | undefined,
});

const tagsOf = (name: string, inputs: Inputs) =>
  (inputs.tags ?? []).map(({ key, value, propagateAtLaunch }) => ({
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    Key: key,
    Value: value,
    PropagateAtLaunch: propagateAtLaunch,
  }));

const outputsOf = (group: AutoScalingGroup) => ({
  arn: group.AutoScalingGroupARN,
  desiredCapacity: group.DesiredCapacity,
  healthCheckType: group.HealthCheckType,
  availabilityZones: group.AvailabilityZones,
});

async function suspend(name: string, wanted: readonly string[] = [], before: readonly string[] = [], session: Session): Promise<void> {
  const client = session.client(AutoScalingClient);
  const gone = before.filter((each) => !wanted.includes(each));
  if (gone.length > 0) await client.send(new ResumeProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: gone }));
  if (wanted.length > 0) await client.send(new SuspendProcessesCommand({ AutoScalingGroupName: name, ScalingProcesses: [...wanted] }));
}

/** What the provider sends in calls of their own, after the group itself. */
async function beside(id: string, inputs: Inputs, before: Inputs | undefined, session: Session): Promise<void> {
  const client = session.client(AutoScalingClient);
  const { warmPool: pool, enabledMetrics = [] } = inputs;
  if (pool) {
    await client.send(
      new PutWarmPoolCommand({
        AutoScalingGroupName: id,
        MinSize: pool.minSize,
        MaxGroupPreparedCapacity: pool.maxGroupPreparedCapacity,
        PoolState: pool.poolState as "Stopped" | "Running" | undefined,
      }),
    );
  } else if (before?.warmPool) await client.send(new DeleteWarmPoolCommand({ AutoScalingGroupName: id, ForceDelete: true }));
  if (enabledMetrics.length > 0)
    await client.send(
      new EnableMetricsCollectionCommand({
        AutoScalingGroupName: id,
        Metrics: [...enabledMetrics],
        Granularity: inputs.metricsGranularity ?? "1Minute",
      }),
    );
}

const group = handler<GroupArgs>({
  named: { property: "name", longest: 255 },
  async create(inputs, session) {
    const wanted = groupOf(inputs);
    const LifecycleHookSpecificationList = inputs.initialLifecycleHooks?.map((hook) => ({
      LifecycleHookName: hook.name,
      LifecycleTransition: hook.lifecycleTransition,
      DefaultResult: hook.defaultResult,
      HeartbeatTimeout: hook.heartbeatTimeout,
      NotificationMetadata: hook.notificationMetadata,
      NotificationTargetARN: hook.notificationTargetArn,
      RoleARN: hook.roleArn,
    }));
    const id = wanted.AutoScalingGroupName;
    await session
      .client(AutoScalingClient)
      .send(new CreateAutoScalingGroupCommand({ ...wanted, LifecycleHookSpecificationList, Tags: tagsOf(id, inputs) }));
    await suspend(id, inputs.suspendedProcesses, [], session);
    await beside(id, inputs, undefined, session);
    return { id, outputs: outputsOf(promised(await describe(id, session), "group")) };
  },
  async read(id, _state, session) {
    const found = await describe(id, session);
    return found && outputsOf(found);
  },
  async update(id, inputs, state, session) {
    const client = session.client(AutoScalingClient);
    // The provider sends a number only where it changed: what somebody else has set since stays.
    const changed = (key: "minSize" | "maxSize" | "desiredCapacity") => (inputs[key] === state[key] ? undefined : inputs[key]);
    const sizes = { MinSize: changed("minSize"), MaxSize: changed("maxSize"), DesiredCapacity: changed("desiredCapacity") };
    await client.send(new UpdateAutoScalingGroupCommand({ ...groupOf(inputs), ...sizes }));
    const tags = tagsOf(id, inputs);
    const gone = tagsOf(id, state).filter(({ Key }) => !tags.some((tag) => tag.Key === Key));
    if (gone.length > 0) await client.send(new DeleteTagsCommand({ Tags: gone }));
    if (tags.length > 0) await client.send(new CreateOrUpdateTagsCommand({ Tags: tags }));
    await suspend(id, inputs.suspendedProcesses, state.suspendedProcesses, session);
    await beside(id, inputs, state, session);
    return outputsOf(promised(await describe(id, session), "group"));
  },
  async delete(id, _state, session) {
    if ((await describe(id, session)) === undefined) return;
    // ForceDelete ends the instances too: the provider drains the group first, which an emulator does at once.
    await session.client(AutoScalingClient).send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: id, ForceDelete: true }));
  },
});

const tagOf = ({ autoscalingGroupName, tag }: Unwrap<TagArgs>) => ({
  ResourceId: autoscalingGroupName,
  ResourceType: "auto-scaling-group",
  Key: tag.key,
  Value: tag.value,
  PropagateAtLaunch: tag.propagateAtLaunch,
});

const tag = handler<TagArgs>({
  async create(inputs, session) {
    await session.client(AutoScalingClient).send(new CreateOrUpdateTagsCommand({ Tags: [tagOf(inputs)] }));
    return { id: `${inputs.autoscalingGroupName},${inputs.tag.key}`, outputs: {} };
  },
  async read(_id, state, session) {
    const Filters = [{ Name: "auto-scaling-group", Values: [state.autoscalingGroupName] }];
    const answer = await session.client(AutoScalingClient).send(new DescribeTagsCommand({ Filters }));
    return answer.Tags?.some(({ Key }) => Key === state.tag.key) ? {} : undefined;
  },
  async update(_id, inputs, _state, session) {
    await session.client(AutoScalingClient).send(new CreateOrUpdateTagsCommand({ Tags: [tagOf(inputs)] }));
    return {};
  },
  async delete(_id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return;
    await session.client(AutoScalingClient).send(new DeleteTagsCommand({ Tags: [tagOf(state)] }));
  },
});

const put = (inputs: Unwrap<LifecycleHookArgs>) =>
  new PutLifecycleHookCommand({
    LifecycleHookName: inputs.name,
    AutoScalingGroupName: inputs.autoscalingGroupName,
    LifecycleTransition: inputs.lifecycleTransition,
    DefaultResult: inputs.defaultResult,
    HeartbeatTimeout: inputs.heartbeatTimeout,
    NotificationMetadata: inputs.notificationMetadata,
    NotificationTargetARN: inputs.notificationTargetArn,
    RoleARN: inputs.roleArn,
  });

const lifecycleHook = handler<LifecycleHookArgs>({
  named: { property: "name", longest: 255 },
  async create(inputs, session) {
    await session.client(AutoScalingClient).send(put(inputs));
    return { id: promised(inputs.name, "hook name"), outputs: {} };
  },
  async read(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return undefined;
    const wanted = { AutoScalingGroupName: state.autoscalingGroupName, LifecycleHookNames: [id] };
    const answer = await session.client(AutoScalingClient).send(new DescribeLifecycleHooksCommand(wanted));
    return answer.LifecycleHooks?.[0] && {};
  },
  async update(_id, inputs, _state, session) {
    await session.client(AutoScalingClient).send(put(inputs));
    return {};
  },
  async delete(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return;
    const gone = { AutoScalingGroupName: state.autoscalingGroupName, LifecycleHookName: id };
    await session.client(AutoScalingClient).send(new DeleteLifecycleHookCommand(gone));
  },
});

const putPolicy = (inputs: Unwrap<PolicyArgs>) => {
  const tracking = inputs.targetTrackingConfiguration;
  const custom = tracking?.customizedMetricSpecification;
  const dimensions = (list: readonly { name: string; value: string }[] | undefined) =>
    list?.map(({ name: Name, value: Value }) => ({ Name, Value }));
  return new PutScalingPolicyCommand({
    AutoScalingGroupName: inputs.autoscalingGroupName,
    PolicyName: inputs.name,
    PolicyType: inputs.policyType,
    TargetTrackingConfiguration: tracking && {
      TargetValue: tracking.targetValue,
      DisableScaleIn: tracking.disableScaleIn,
      CustomizedMetricSpecification: custom && {
        MetricName: custom.metricName,
        Namespace: custom.namespace,
        Statistic: custom.statistic as MetricStatistic | undefined,
        Dimensions: dimensions(custom.metricDimensions),
        Metrics: custom.metrics?.map(({ id, expression, label, returnData, metricStat }) => ({
          Id: id,
          Expression: expression,
          Label: label,
          ReturnData: returnData,
          MetricStat: metricStat && {
            Stat: metricStat.stat,
            Metric: {
              MetricName: metricStat.metric.metricName,
              Namespace: metricStat.metric.namespace,
              Dimensions: dimensions(metricStat.metric.dimensions),
            },
          },
        })),
      },
    },
  });
};

const policy = handler<PolicyArgs>({
  named: { property: "name", longest: 255 },
  async create(inputs, session) {
    const created = await session.client(AutoScalingClient).send(putPolicy(inputs));
    return { id: promised(inputs.name, "policy name"), outputs: { arn: created.PolicyARN } };
  },
  async read(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return undefined;
    const wanted = { AutoScalingGroupName: state.autoscalingGroupName, PolicyNames: [id] };
    const answer = await session.client(AutoScalingClient).send(new DescribePoliciesCommand(wanted));
    return answer.ScalingPolicies?.[0] && { arn: answer.ScalingPolicies[0].PolicyARN };
  },
  async update(_id, inputs, _state, session) {
    await session.client(AutoScalingClient).send(putPolicy(inputs));
    return {};
  },
  async delete(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return;
    await session
      .client(AutoScalingClient)
      .send(new DeletePolicyCommand({ AutoScalingGroupName: state.autoscalingGroupName, PolicyName: id }));
  },
});

/** The provider's way to say that a number is not part of the action. */
const unless = (value: number | undefined) => (value === -1 ? undefined : value);
const time = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

const putAction = (inputs: Unwrap<ScheduleArgs>) =>
  new PutScheduledUpdateGroupActionCommand({
    AutoScalingGroupName: inputs.autoscalingGroupName,
    ScheduledActionName: inputs.scheduledActionName,
    StartTime: time(inputs.startTime),
    EndTime: time(inputs.endTime),
    Recurrence: inputs.recurrence,
    TimeZone: inputs.timeZone,
    MinSize: unless(inputs.minSize),
    MaxSize: unless(inputs.maxSize),
    DesiredCapacity: unless(inputs.desiredCapacity),
  });

const schedule = handler<ScheduleArgs>({
  async create(inputs, session) {
    await session.client(AutoScalingClient).send(putAction(inputs));
    return { id: inputs.scheduledActionName, outputs: {} };
  },
  async read(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return undefined;
    const wanted = { AutoScalingGroupName: state.autoscalingGroupName, ScheduledActionNames: [id] };
    const answer = await session.client(AutoScalingClient).send(new DescribeScheduledActionsCommand(wanted));
    return answer.ScheduledUpdateGroupActions?.[0] && { arn: answer.ScheduledUpdateGroupActions[0].ScheduledActionARN };
  },
  async update(_id, inputs, _state, session) {
    await session.client(AutoScalingClient).send(putAction(inputs));
    return {};
  },
  async delete(id, state, session) {
    if ((await describe(state.autoscalingGroupName, session)) === undefined) return;
    const gone = { AutoScalingGroupName: state.autoscalingGroupName, ScheduledActionName: id };
    await session.client(AutoScalingClient).send(new DeleteScheduledActionCommand(gone));
  },
});

export const AUTOSCALING: Readonly<Record<string, Handler>> = {
  "aws:autoscaling/group:Group": group,
  "aws:autoscaling/policy:Policy": policy,
  "aws:autoscaling/schedule:Schedule": schedule,
  "aws:autoscaling/tag:Tag": tag,
  "aws:autoscaling/lifecycleHook:LifecycleHook": lifecycleHook,
};
