import type { Check } from "../check";
import type { AccountQuestion } from "./question";

export const SCORE_ACTIONS = "ec2:GetSpotPlacementScores";

/** AWS's own guess, from 1 to 10, at how likely one spot machine of the type starts now. It is no promise, so it fails nothing. */
export async function placementScore({ clients, region, type, market }: AccountQuestion): Promise<Check> {
  if (market !== "spot") return { check: "spot-placement-score", status: "not-applicable", value: "on-demand; --spot asks for it" };
  const { GetSpotPlacementScoresCommand } = await import("@aws-sdk/client-ec2");
  const { SpotPlacementScores = [] } = await clients.ec2.send(
    new GetSpotPlacementScoresCommand({
      InstanceTypes: [type.instanceType],
      TargetCapacity: 1,
      SingleAvailabilityZone: true,
      RegionNames: [region],
    }),
  );
  const scores = SpotPlacementScores.map(({ AvailabilityZoneId = region, Score = 0 }) => `${AvailabilityZoneId} ${Score}/10`).sort();
  if (scores.length === 0) return { check: "spot-placement-score", status: "undecided", value: "AWS gives no score for this type" };
  return { check: "spot-placement-score", status: "pass", value: scores.join(", ") };
}
