import { isUnknown } from "../../catalog";
import { templateOf } from "../reading/launch-templates";
import { GROUP } from "../reading/spot";
import { at, flagAt, listAt, numberAt, textAt } from "../reading/value";
import { type Context, type Finding, type Resource, type Rule, undecided, violation } from "../rule";

const PREFERENCES = ["instanceRefresh", "preferences"];
const RESERVATION = "aws:ec2/capacityReservation:CapacityReservation";

/** The words and defaults are those of the API: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
export const instanceRefreshesCanFinish: Rule = {
  name: "instance-refreshes-can-finish",
  description:
    "An instance refresh can replace every machine of its group: none waits for ever, and none needs a machine that cannot be had.",
  severity: "high",
  level: "mandatory",
  remedy:
    'Set instanceRefresh.preferences: { minHealthyPercentage: 0, scaleInProtectedInstances: "Refresh" } for a group that may stop, or one machine less than it holds as the minimum.',
  types: [GROUP],
  judge(resource, context) {
    const { props } = resource;
    if (at(props, "instanceRefresh") === undefined) return [];
    const preferences = at(props, ...PREFERENCES);
    if (isUnknown(preferences)) return [undecided(PREFERENCES.join("."), "not known before the update")];
    return [...checkpoints(preferences), ...protectedMachines(resource, preferences), ...arithmetic(resource, preferences, context)];
  },
};

const pathOf = (key: string): string => `${PREFERENCES.join(".")}.${key}`;

function checkpoints(preferences: unknown): Finding[] {
  const list = listAt(preferences, "checkpointPercentages");
  if (isUnknown(list)) return [undecided(pathOf("checkpointPercentages"), "not known before the update")];
  const last = list.length === 0 ? 100 : numberAt(list, list.length - 1);
  return typeof last === "number" && last < 100
    ? [
        violation(
          pathOf("checkpointPercentages"),
          `the last checkpoint is ${last}: the rest of the machines keeps the old template`,
          "Let the last of checkpointPercentages be 100.",
        ),
      ]
    : [];
}

function protectedMachines({ props }: Resource, preferences: unknown): Finding[] {
  if (flagAt(props, "protectFromScaleIn") !== true || textAt(preferences, "scaleInProtectedInstances") !== "Wait") return [];
  return [
    violation(
      pathOf("scaleInProtectedInstances"),
      "every machine is protected from scale-in, and the refresh waits an hour for that to end and fails",
      'Set scaleInProtectedInstances: "Refresh".',
    ),
  ];
}

/** With 100 % healthy and room above it, a new machine has to run before an old one goes. */
function arithmetic(resource: Resource, preferences: unknown, context: Context): Finding[] {
  const { props } = resource;
  const policy = at(props, "instanceMaintenancePolicy");
  const least = numberAt(preferences, "minHealthyPercentage") ?? numberAt(policy, "minHealthyPercentage") ?? 90;
  const most = numberAt(preferences, "maxHealthyPercentage") ?? numberAt(policy, "maxHealthyPercentage") ?? 100;
  if (isUnknown(least) || isUnknown(most)) return [undecided(pathOf("minHealthyPercentage"), "not known before the update")];
  if (least < 100 || most <= 100) return [];
  const desired = numberAt(props, "desiredCapacity") ?? numberAt(props, "minSize");
  const reserved = reservedFor(resource, context);
  const path = pathOf("minHealthyPercentage");
  if (typeof desired === "number" && reserved !== undefined && desired >= reserved) {
    return [
      violation(
        path,
        `a new machine has to start before an old one stops, the group holds ${desired}, and its reservation has ${reserved}`,
      ),
    ];
  }
  if (typeof desired === "number" && reserved !== undefined) return [];
  const limit = numberAt(props, "maxSize");
  return typeof desired === "number" && typeof limit === "number" && desired < limit
    ? []
    : [
        undecided(
          path,
          "a new machine has to start before an old one stops, also where the group is full; whether there is capacity for it cannot be seen",
        ),
      ];
}

/** Machines of the reservation that the group's template is bound to, where this plan makes it and knows its size. */
function reservedFor(resource: Resource, context: Context): number | undefined {
  const template = templateOf(resource, context);
  if (!template || !context.neighbours || at(template.props, "capacityReservationSpecification", "capacityReservationTarget") === undefined)
    return undefined;
  const counts = context.neighbours.targetsOf(template, RESERVATION).map(({ props }) => numberAt(props, "instanceCount"));
  const [count] = counts;
  return counts.length === 1 && typeof count === "number" ? count : undefined;
}
