import { describe, expect, it } from "vitest";
import type { GpuFleetArgs } from "../../../components/fleet/gpu-fleet-args";
import { record } from "../record";
import { efaFleet, gpuFleet, validFleet } from "./gpu-fleet-fixture";

/** Path and reason of everything that is wrong. */
function problemsOf(change: Partial<GpuFleetArgs>): [string, string][] {
  try {
    gpuFleet(change);
  } catch (error) {
    return (error as { errors: { propertyPath: string; reason: string }[] }).errors.map(({ propertyPath, reason }) => [
      propertyPath,
      reason,
    ]);
  }
  return [];
}

const block = { market: "capacity-block", reservationId: "cr-01", endsAt: "2026-12-08T11:30:00Z" } as const;
const blockFleet = (): Partial<GpuFleetArgs> => ({
  instanceTypes: ["p5.48xlarge"],
  network: { vpcId: "vpc-1", subnetIds: ["subnet-a"] },
  size: 4,
  capacity: block,
});
const wide = { vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"] };
const reserved = { market: "on-demand", reservation: { id: "cr-01" } } as const;
const growing = { instanceTypes: ["g6.xlarge"], warmPool: { size: 1 }, size: { min: 2, max: 4 } };
const at = { name: "morning", recurrence: "0 8 * * *", desired: 3 };

describe("a fleet refuses", () => {
  it.each<[string, Partial<GpuFleetArgs>, string, string]>([
    [
      "a market that is none",
      { capacity: { market: "reserved" } as never },
      "capacity.market",
      "'reserved' is no market; use on-demand, spot, capacity-block",
    ],
    ["a size that is none", { size: 1.5 }, "size", "must be a whole number from 0 to 1000, got 1.5"],
    ["limits the wrong way round", { size: { min: 4, max: 2 } }, "size.min", "must be at most size.max, 2, got 4"],
    [
      "a start outside its limits",
      { size: { min: 2, max: 4, desired: 5 } },
      "size.desired",
      "must be from size.min to size.max, 2 to 4, got 5",
    ],
    [
      "a base above its size",
      { capacity: { market: "spot", onDemandBase: 5 } },
      "capacity.onDemandBase",
      "must be a whole number from 0 to size.max, 4, got 5",
    ],
    [
      "a percentage that is none",
      { capacity: { market: "spot", onDemandPercentage: 101 } },
      "capacity.onDemandPercentage",
      "must be a whole number from 0 to 100, got 101",
    ],
    [
      "a reservation for spot machines",
      { capacity: { market: "spot", reservation: { id: "cr-01" } } as never },
      "capacity.reservation",
      "a reservation holds on-demand machines, and spot and on-demand machines of a fleet share one launch template; make a GpuFleet on-demand with the reservation beside this one",
    ],
    [
      "two reservations at once",
      {
        capacity: {
          market: "on-demand",
          reservation: { id: "cr-01", resourceGroupArn: "arn:aws:resource-groups:us-west-2:123456789012:group/gpus" },
        },
      },
      "capacity.reservation",
      "id and resourceGroupArn exclude each other; put the reservation into the group, or drop one",
    ],
    [
      "an id that is none",
      { capacity: { market: "on-demand", reservation: { id: "lt-01" } } },
      "capacity.reservation.id",
      "'lt-01' is no id of a reservation; it is cr- and hexadecimal characters",
    ],
    [
      "more machines than the reservation holds, and no others",
      { capacity: { market: "on-demand", reservation: { id: "cr-01", only: true, machines: 3 } } },
      "capacity.reservation.only",
      "the reservation holds 3 machines and size.max is 4: the others would never start; lower size.max, or drop only",
    ],
    [
      "several types in a Capacity Block",
      { ...blockFleet(), instanceTypes: ["p5.48xlarge", "p5en.48xlarge"] },
      "instanceTypes",
      "a Capacity Block holds one type, got 2; make a GpuFleet for each block",
    ],
    [
      "a type that no block has",
      { ...blockFleet(), instanceTypes: ["g6.xlarge"] },
      "instanceTypes[0]",
      "g6.xlarge is not sold as a Capacity Block; use capacity.market on-demand or spot",
    ],
    [
      "a block over two zones",
      { ...blockFleet(), network: wide },
      "network.subnetIds",
      "a Capacity Block lies in one zone; name one subnet, got 2",
    ],
    [
      "a block with an end that is no time",
      { ...blockFleet(), capacity: { ...block, endsAt: "tomorrow" } },
      "capacity.endsAt",
      "'tomorrow' is no time in UTC such as 2026-12-01T11:30:00Z",
    ],
    [
      "a block that ends before it starts",
      { ...blockFleet(), capacity: { ...block, startsAt: "2026-12-09T11:30:00Z" } },
      "capacity.startsAt",
      "must be before endsAt",
    ],
    [
      "scaling in a block",
      {
        ...blockFleet(),
        scaling: { queue: { arn: "arn:aws:sqs:us-west-2:123456789012:jobs", messagesPerMachine: 1 } },
      },
      "scaling",
      "a Capacity Block is paid whether its machines run or not, and its end is a schedule already; leave scaling out",
    ],
    [
      "a warm pool of spot machines",
      growing,
      "warmPool",
      "AWS keeps no spot machines in a warm pool; use capacity.market on-demand, or leave it out",
    ],
    [
      "a warm pool over several types",
      { warmPool: { size: 1 }, capacity: { market: "on-demand" } },
      "warmPool",
      "AWS takes no warm pool on a group with several types; name one in instanceTypes, got 2, or leave it out",
    ],
    [
      "a warm pool of a fleet that never grows",
      { ...growing, size: 4, capacity: { market: "on-demand" } },
      "warmPool",
      "only a fleet that grows draws from it, and this one always has 4; widen size, or leave it out",
    ],
    [
      "a new placement group for reserved machines",
      { ...efaFleet(), capacity: reserved, placement: "cluster" },
      "placement",
      "a new cluster placement group and reserved machines exclude each other: the reservation stands where it was made, and a group elsewhere gets part of it or none; name the group that the reservation was made in, or leave placement out",
    ],
    [
      "a cluster placement group over two zones",
      { placement: "cluster" },
      "network.subnetIds",
      "a cluster placement group lies in one zone; name one subnet, got 2",
    ],
    [
      "EFA over two subnets",
      { ...efaFleet(), network: wide },
      "network.subnetIds",
      "EFA traffic does not leave its subnet; name one subnet, got 2",
    ],
    [
      "EFA on a type without",
      { ...efaFleet(), instanceTypes: ["g6.xlarge"] },
      "instanceTypes[0]",
      "g6.xlarge has no EFA; use g6.8xlarge, or leave out efa",
    ],
    [
      "EFA on types whose cards differ",
      { ...efaFleet(), instanceTypes: ["p5.48xlarge", "p5en.48xlarge"] },
      "instanceTypes",
      "with efa the launch template names each interface, and these types differ (p5.48xlarge has 32, p5en.48xlarge has 16); make one GpuFleet for each",
    ],
    [
      "EFA without a word about the role",
      { ...efaFleet(), container: {} },
      "container.usesInstanceRole",
      "with efa the container shares the machine's network, and so reaches its role; set it to true, or leave out efa",
    ],
    [
      "ports beside EFA",
      { ...efaFleet(), container: { usesInstanceRole: true, ports: [{ host: 8888 }] } },
      "container.ports",
      "with efa the container listens on the machine's own network; leave the ports out",
    ],
    [
      "scaling between nothing",
      { size: 4, scaling: { gpuUtilization: 70 } },
      "scaling",
      "there is nothing between size.min and size.max, both 4; widen size, or leave scaling out",
    ],
    [
      "a target that is none",
      { scaling: { gpuUtilization: 100 } },
      "scaling.gpuUtilization",
      "must be a percentage from 10 to 90, got 100",
    ],
    [
      "utilisation that nobody measures",
      { size: { min: 0, max: 4 }, update: { mayStop: 4 }, scaling: { gpuUtilization: 70 } },
      "scaling.gpuUtilization",
      "with no machine nobody measures, so the fleet would never start again; set size.min to 1, or scale by queue",
    ],
    [
      "a queue by its address",
      { scaling: { queue: { arn: "https://sqs.us-west-2.amazonaws.com/123456789012/jobs", messagesPerMachine: 5 } } },
      "scaling.queue.arn",
      "must be the ARN of an SQS queue, arn:aws:sqs:<region>:<account>:<name>",
    ],
    [
      "no messages for a machine",
      { scaling: { queue: { arn: "arn:aws:sqs:us-west-2:123456789012:jobs", messagesPerMachine: 0 } } },
      "scaling.queue.messagesPerMachine",
      "must be above 0, got 0",
    ],
    [
      "protection of what never scales in",
      { scaling: { protectBusy: true } },
      "scaling.protectBusy",
      "only gpuUtilization and queue scale in by themselves; add one, or leave it out",
    ],
    [
      "a schedule that is none",
      { scaling: { schedule: [{ ...at, recurrence: "@daily" }] } },
      "scaling.schedule[0].recurrence",
      "'@daily' must be the five fields of cron, minute hour day month weekday, such as 0 8 * * MON-FRI",
    ],
    [
      "a number outside its limits",
      { scaling: { schedule: [{ ...at, desired: 9 }] } },
      "scaling.schedule[0].desired",
      "must be a whole number from size.min to size.max, 2 to 4, got 9",
    ],
    [
      "a time zone that is none",
      { scaling: { schedule: [{ ...at, timeZone: "Berlin" }] } },
      "scaling.schedule[0].timeZone",
      "'Berlin' is no IANA time zone such as Europe/Berlin",
    ],
    [
      "two entries of one name",
      { scaling: { schedule: [at, at] } },
      "scaling.schedule[1].name",
      "'morning' is already the name of another entry",
    ],
    [
      "a notice longer than AWS gives",
      { interruption: { noticeSeconds: 120 } },
      "interruption.noticeSeconds",
      "must be a whole number from 20 to 110, got 120",
    ],
    ["an empty command", { interruption: { checkpoint: [] } }, "interruption.checkpoint", "is empty; give a command, or leave it out"],
    [
      "an update that stops them all",
      { size: { min: 1, max: 4 } },
      "update",
      "an update that gets on with 1 to 4 machines and none to spare stops all 4 at once; set update.mayStop to 4, or raise size.min to 2, or give update.spare 4, if reservation and quota hold 8 machines",
    ],
    [
      "an image that takes longer than AWS waits",
      { image: { ...validFleet().image, sizeBytes: 170 * 2 ** 30 }, rootVolumeGiB: 800 },
      "image",
      "the boot may take 7620 s, and AWS waits 7200 s at most; use a smaller image, or put it on the AMI",
    ],
    ["a model of less than nothing", { modelGiB: -1 }, "modelGiB", "must be 0 or more, got -1"],
  ])("%s", (_, change, path, reason) => {
    expect(problemsOf(change)).toEqual([[path, reason]]);
  });

  it("all of it at once, beside what any machine refuses", () => {
    const paths = problemsOf({
      instanceTypes: ["g99.xlarge"],
      size: { min: 4, max: 2 },
      capacity: { market: "spot", onDemandPercentage: -1 },
      interruption: { graceSeconds: 1 },
      logRetentionDays: 2,
    }).map(([path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "instanceTypes[0]",
        "size.min",
        "capacity.onDemandPercentage",
        "interruption.graceSeconds",
        "logRetentionDays",
      ]),
    );
  });

  it("and registers nothing", async () => {
    expect(await record(() => expect(() => gpuFleet({ size: -1 })).toThrow("GpuFleet 'workers' has invalid arguments"))).toEqual([]);
  });

  it.each([{}, efaFleet(), blockFleet()])("nothing of a valid fleet", async (change) => {
    // Under a recording: what is valid is registered, and that must not reach the next test.
    let problems: unknown;
    await record(() => {
      problems = problemsOf(change);
    });
    expect(problems).toEqual([]);
  });
});
