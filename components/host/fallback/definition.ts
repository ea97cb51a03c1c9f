/** What the state machine is told. */
export interface FallbackSpec {
  /** Second field of the ARNs of the region: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  readonly spotGroup: string;
  readonly onDemandGroup: string;
  /** Seconds between two looks. */
  readonly pollSeconds: number;
  /** Looks at an unfilled spot group before the machine moves. */
  readonly looks: number;
  /** After this the execution ends by itself; the next event or tick starts over. */
  readonly timeoutSeconds: number;
}

type State = Readonly<Record<string, unknown>>;

export interface Definition {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

const is = (variable: string, test: Readonly<Record<string, unknown>>): State => ({ Variable: `$.${variable}`, ...test });
const when = (next: string, ...all: readonly State[]): State => ({ ...(all.length === 1 ? all[0] : { And: all }), Next: next });
// Nobody reads the description of two groups as the result of an execution: the name of its last state says it.
const done = (comment: string): State => ({ Type: "Succeed", Comment: comment, OutputPath: null });

/** AWS throttles, and its answers can be late: a call is tried again before the execution gives up and leaves the rest to the next tick. */
const RETRY = [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 }];

/** Calls of AWS's APIs, as Step Functions names them in a partition. */
function callsIn(partition: string) {
  const call = (action: string, parameters: Readonly<Record<string, unknown>>, rest: State): State => ({
    Type: "Task",
    Resource: `arn:${partition}:states:::aws-sdk:${action}`,
    Parameters: parameters,
    Retry: RETRY,
    ...rest,
  });
  /** Reads a group as AWS describes it into `$.Spot` or `$.OnDemand`. */
  const look = (group: string, into: "Spot" | "OnDemand", next: string): State =>
    call(
      "autoscaling:describeAutoScalingGroups",
      { AutoScalingGroupNames: [group] },
      { ResultSelector: { "Groups.$": "$.AutoScalingGroups" }, ResultPath: `$.${into}`, Next: next },
    );
  const set = (group: string, desired: 0 | 1, next: string): State =>
    call(
      "autoscaling:setDesiredCapacity",
      { AutoScalingGroupName: group, DesiredCapacity: desired, HonorCooldown: false },
      { ResultPath: null, Next: next },
    );
  return { call, look, set };
}

const kept = { "Action.$": "$.Action", "Left.$": "$.Left" };

/** The two groups themselves, out of their lists. */
const pick = (next: string): State => ({
  Type: "Pass",
  Parameters: { ...kept, "Spot.$": "States.ArrayGetItem($.Spot.Groups, 0)", "OnDemand.$": "States.ArrayGetItem($.OnDemand.Groups, 0)" },
  Next: next,
});

/** What is decided by, of both groups. A path that selects by a condition fails where it selects nothing, so lists are compared as text. */
const read = (next: string): State => {
  const of = (group: string) => ({
    "Desired.$": `$.${group}.DesiredCapacity`,
    "Max.$": `$.${group}.MaxSize`,
    "Machines.$": `States.JsonToString($.${group}.Instances)`,
    "Suspended.$": `States.JsonToString($.${group}.SuspendedProcesses)`,
  });
  return { Type: "Pass", Parameters: { ...kept, Spot: of("Spot"), OnDemand: of("OnDemand") }, Next: next };
};

const wanted = (group: string): State => is(`${group}.Desired`, { NumericGreaterThan: 0 });
const notWanted = (group: string): State => is(`${group}.Desired`, { NumericEquals: 0 });
const hasMachines = (group: string): State => ({ Not: is(`${group}.Machines`, { StringEquals: "[]" }) });
const works = (group: string): State => is(`${group}.Machines`, { StringMatches: "*InService*" });
const suspended = (group: string): State => is(`${group}.Suspended`, { StringMatches: '*"Launch"*' });
const bothThere = (next: string): State => ({
  Type: "Choice",
  Choices: [when(next, is("Spot.Groups[0]", { IsPresent: true }), is("OnDemand.Groups[0]", { IsPresent: true }))],
  Default: "Gone",
});

const wait = (seconds: number, next: string): State => ({ Type: "Wait", Seconds: seconds, Next: next });

/**
 * Moves the one machine from an unfilled spot group to the on-demand group, and back when asked.
 *
 * It decides from what it sees, never from what it did before, so it can start at any time, be cut off anywhere, and start again. A group is raised only
 * after the other was seen with no machine and none wanted, in the look just before; should two runs overlap all the same, the run that finds both
 * groups raised lowers on-demand, or spot where on-demand is the one that works. Only the oldest running execution acts.
 */
export function fallbackDefinition({ partition, spotGroup, onDemandGroup, ...spec }: FallbackSpec): Definition {
  const { pollSeconds, looks, timeoutSeconds } = spec;
  const { call, look, set } = callsIn(partition);
  return {
    Comment: "One machine: spot first, on-demand when spot stays unfilled, never both",
    StartAt: "Begin",
    TimeoutSeconds: timeoutSeconds,
    States: {
      Begin: { Type: "Pass", Parameters: { "Action.$": "$.action", Left: looks }, Next: "WhoRuns" },
      WhoRuns: call(
        "sfn:listExecutions",
        { "StateMachineArn.$": "$$.StateMachine.Id", StatusFilter: "RUNNING" },
        {
          // Newest first: the last is the oldest. An empty list, which a late answer can give, means that nobody else runs.
          ResultSelector: { "Arns.$": "$.Executions[*].ExecutionArn", "Count.$": "States.ArrayLength($.Executions)" },
          ResultPath: "$.Running",
          Next: "AmIAlone",
        },
      ),
      AmIAlone: {
        Type: "Choice",
        Choices: [when("LookAtSpot", { Variable: "$.Running.Count", NumericLessThanEquals: 1 })],
        Default: "FindOldest",
      },
      FindOldest: {
        Type: "Pass",
        Parameters: { "Arn.$": "States.ArrayGetItem($.Running.Arns, States.MathAdd($.Running.Count, -1))", "Mine.$": "$$.Execution.Id" },
        ResultPath: "$.Oldest",
        Next: "AmIOldest",
      },
      AmIOldest: {
        Type: "Choice",
        Choices: [when("LookAtSpot", { Variable: "$.Oldest.Arn", StringEqualsPath: "$.Oldest.Mine" })],
        Default: "AnotherRuns",
      },
      LookAtSpot: look(spotGroup, "Spot", "LookAtOnDemand"),
      LookAtOnDemand: look(onDemandGroup, "OnDemand", "AreBothThere"),
      AreBothThere: bothThere("Pick"),
      Pick: pick("Read"),
      Read: read("Decide"),
      Decide: {
        Type: "Choice",
        Choices: [
          when("Off", is("Spot.Max", { NumericEquals: 0 })),
          when("Suspended", suspended("Spot")),
          when("Suspended", suspended("OnDemand")),
          // Both raised: the one that works stays.
          when("LowerSpot", wanted("Spot"), wanted("OnDemand"), works("OnDemand"), { Not: works("Spot") }),
          when("LowerOnDemand", wanted("Spot"), wanted("OnDemand")),
          when("LowerOnDemand", wanted("OnDemand"), is("Action", { StringEquals: "return" })),
          when("OnDemandHolds", wanted("OnDemand")),
          when("SpotHolds", works("Spot"), wanted("Spot")),
          // None is wanted anywhere: a return, a run that was cut off, or a size that went from 0 to 1.
          when("WaitUntilEmpty", notWanted("Spot"), hasMachines("OnDemand")),
          when("RaiseSpot", notWanted("Spot")),
          when("WaitForSpot", is("Left", { NumericGreaterThan: 0 })),
        ],
        Default: "LowerSpot",
      },
      WaitForSpot: wait(pollSeconds, "CountDown"),
      CountDown: {
        Type: "Pass",
        Parameters: { Action: "check", "Left.$": "States.MathAdd($.Left, -1)" },
        Next: "LookAtSpot",
      },
      WaitUntilEmpty: wait(pollSeconds, "LookAtSpot"),
      RaiseSpot: set(spotGroup, 1, "Recount"),
      // Spot gets its full time from here on, also after a return.
      Recount: { Type: "Pass", Parameters: { Action: "check", Left: looks }, Next: "WaitForSpot" },
      LowerOnDemand: set(onDemandGroup, 0, "WaitUntilEmpty"),
      LowerSpot: set(spotGroup, 0, "LookAgainAtSpot"),
      LookAgainAtSpot: look(spotGroup, "Spot", "LookAgainAtOnDemand"),
      LookAgainAtOnDemand: look(onDemandGroup, "OnDemand", "AreBothStillThere"),
      AreBothStillThere: bothThere("PickAgain"),
      PickAgain: pick("ReadAgain"),
      ReadAgain: read("IsSpotEmpty"),
      IsSpotEmpty: {
        Type: "Choice",
        Choices: [
          when("Suspended", suspended("OnDemand")),
          when("LookAtSpot", wanted("Spot")),
          when("OnDemandHolds", wanted("OnDemand")),
          when("WaitForSpotToEnd", hasMachines("Spot")),
        ],
        Default: "RaiseOnDemand",
      },
      WaitForSpotToEnd: wait(pollSeconds, "LookAgainAtSpot"),
      RaiseOnDemand: set(onDemandGroup, 1, "Moved"),
      Moved: done("spot stayed unfilled; the on-demand group has the machine"),
      SpotHolds: done("the spot group has its machine"),
      OnDemandHolds: done("the on-demand group has the machine"),
      AnotherRuns: done("an older execution is at work"),
      Suspended: done("launching is suspended after failed boots; another market would fail the same way"),
      Off: done("the size is 0"),
      Gone: done("a group does not exist any more"),
    },
  };
}
