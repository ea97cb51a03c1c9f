import validate from "asl-validator";
import { describe, expect, it } from "vitest";
import { fallbackDefinition } from "../../../../components/host/fallback/definition";

const SPEC = { partition: "aws", spotGroup: "spot", onDemandGroup: "on-demand", pollSeconds: 60, looks: 10, timeoutSeconds: 4200 };
const definition = fallbackDefinition(SPEC);

describe("the fallback's definition", () => {
  it("is a valid state machine", () => {
    expect(validate(JSON.parse(JSON.stringify(definition))).errors).toEqual([]);
  });

  it("has no state that cannot be reached, and none that is missing", () => {
    const text = JSON.stringify(definition);
    const named = [...text.matchAll(/"(?:Next|Default|StartAt)":"([^"]+)"/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(Object.keys(definition.States).sort());
  });

  it("raises on-demand only right after spot was seen empty and unwanted", () => {
    const leadsTo = (state: string) =>
      Object.entries(definition.States).flatMap(([name, body]) => (JSON.stringify(body).includes(`:"${state}"`) ? [name] : []));
    expect(leadsTo("RaiseOnDemand")).toEqual(["IsSpotEmpty"]);
    expect(leadsTo("RaiseSpot")).toEqual(["Decide"]);
    expect(leadsTo("IsSpotEmpty")).toEqual(["ReadAgain"]);
  });

  it("calls AWS by the names of its own partition", () => {
    const resources = (partition: string) =>
      Object.values(fallbackDefinition({ ...SPEC, partition }).States).flatMap(({ Resource }) =>
        Resource === undefined ? [] : [String(Resource)],
      );
    expect(resources("aws-cn").filter((arn) => !arn.startsWith("arn:aws-cn:states:::aws-sdk:"))).toEqual([]);
    expect(resources("aws-cn")).toHaveLength(resources("aws").length);
  });

  it("changes nothing but its two groups", () => {
    const changed = Object.values(definition.States).flatMap(({ Resource, Parameters }) =>
      Resource === "arn:aws:states:::aws-sdk:autoscaling:setDesiredCapacity"
        ? [(Parameters as { AutoScalingGroupName: string }).AutoScalingGroupName]
        : [],
    );
    expect(changed.sort()).toEqual(["on-demand", "on-demand", "spot", "spot"]);
  });
});
