import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { driverAmi, driverFor } from "../../../components/pins/driver-ami";
import { EMPTY_LOCK, type Lock } from "../../../lock/schema";
import { like } from "../text";

const NAME = "Deep Learning Base OSS Nvidia Driver GPU AMI (Amazon Linux 2023) 20260519";
const base = { family: "dlami-base-oss-al2023", release: "20260519" };
const locked = (regions: Lock["amis"][string]["regions"], more: Partial<Lock["amis"][string]> = {}): Lock => ({
  ...EMPTY_LOCK,
  amis: {
    "dlami-base-oss-al2023@20260519": {
      ...base,
      owner: "898082745236",
      name: NAME,
      regions,
      source: "describe-images",
      checked: "2026-11-20",
      ...more,
    },
  },
});

describe("driverAmi", () => {
  let warnings: string[];
  beforeEach(() => {
    warnings = [];
    vi.spyOn(pulumi.log, "warn").mockImplementation((message) => {
      warnings.push(message);
      return Promise.resolve();
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it("takes the lock's id of the region", () => {
    const lock = locked({ "us-west-2": { id: "ami-0123456789abcdef0" } });
    expect(driverAmi({ ...base, region: "us-west-2" }, { lock })).toMatchObject({
      key: "dlami-base-oss-al2023@20260519",
      id: "ami-0123456789abcdef0",
      architecture: "x86_64",
      containerRuntime: "docker",
    });
    expect(warnings).toEqual([]);
  });

  it("looks for the lock's exact name and owner in a region that is not pinned", () => {
    const ami = driverAmi({ ...base, region: "eu-west-1" }, { lock: locked({ "us-west-2": { id: "ami-0123456789abcdef0" } }) });
    expect(ami.id).toBeUndefined();
    expect(ami.lookup).toEqual({ by: "name", name: NAME, owner: "898082745236" });
  });

  it("looks for the catalog's exact name without a lock", () => {
    expect(driverAmi(base).lookup).toEqual({ by: "name", name: NAME, owner: "amazon" });
  });

  it("looks at the release's own parameter where AWS publishes one", () => {
    expect(driverAmi({ family: "bottlerocket-nvidia", release: "1.68.0", kubernetes: "1.34" }).lookup).toEqual({
      by: "parameter",
      parameter: "/aws/service/bottlerocket/aws-k8s-1.34-nvidia/x86_64/1.68.0/image_id",
    });
  });

  it("warns of a deprecated AMI with the date and how to keep it", () => {
    driverAmi(
      { ...base, region: "us-west-2" },
      { lock: locked({ "us-west-2": { id: "ami-0123456789abcdef0", deprecation: "2026-01-31T00:00:00Z" } }) },
    );
    expect(warnings).toEqual([
      "AMI dlami-base-oss-al2023@20260519 is deprecated since 2026-01-31: AWS can withdraw it at any time; to keep it, run aws ec2 copy-image --source-region us-west-2 --source-image-id ami-0123456789abcdef0 --region us-west-2 --name <name> and give the copy's id to driverAmi",
    ]);
  });

  it("does not warn of a deprecation to come", () => {
    driverAmi(
      { ...base, region: "us-west-2" },
      { lock: locked({ "us-west-2": { id: "ami-0123456789abcdef0", deprecation: "2999-01-01" } }) },
    );
    expect(warnings).toEqual([]);
  });

  it("takes an AMI of the user's own, with the facts that the lock declares", () => {
    const lock: Lock = {
      ...EMPTY_LOCK,
      declared: {
        amis: [
          { ami: "ami-0fedcba9876543210", driver: { p5: "580.159.04", "*": "570.211.01" }, source: "build log", checked: "2026-11-01" },
        ],
      },
    };
    const ami = driverAmi({ id: "ami-0fedcba9876543210" }, { lock });
    expect(driverFor(ami, "p5.48xlarge")).toEqual({ driver: "580.159.04" });
    expect(driverFor(ami, "g6.xlarge")).toEqual({ driver: "570.211.01" });
  });

  it("prefers the lock's driver to the catalog's, and the user's own to both", () => {
    const lock = locked({}, { drivers: { "*": "595.70" } });
    expect(driverFor(driverAmi(base), "g6.xlarge")).toMatchObject({ driver: "595.64" });
    expect(driverFor(driverAmi(base, { lock }), "g6.xlarge")).toEqual({ driver: "595.70" });
    expect(
      driverFor(driverAmi(base, { lock, declared: { driver: "595.71", source: "doctor", checked: "2026-11-01" } }), "g6.xlarge"),
    ).toEqual({ driver: "595.71" });
  });

  it.each([
    [
      { family: "dlami-base-oss-al2024", release: "20260519" },
      "family",
      /^'dlami-base-oss-al2024' is no AMI family of the catalog; use dlami-base-oss-al2023, /,
    ],
    [
      { family: "dlami-base-oss-al2023", release: "latest" },
      "release",
      /^must be one exact release: what 'latest' names moves, and its driver with it$/,
    ],
    [{ family: "dlami-base-oss-al2023" }, "release", /^must be one exact release/],
    [
      { family: "bottlerocket-nvidia", release: "1.68.0" },
      "kubernetes",
      /^bottlerocket-nvidia has one image per Kubernetes version, with its own driver; name the version$/,
    ],
    [{ ...base, id: "ami-xyz" }, "id", /^'ami-xyz' is no AMI id; it is ami- and 8 or 17 hexadecimal digits$/],
    [{ id: "ami-0fedcba9876543210" }, "id", /^nothing is known of ami-0fedcba9876543210; declare its driver, with source and checked/],
    [{}, "family", /^needs a family and a release, or the id of an AMI of your own; families are /],
  ])("refuses %o with the way out", (args, propertyPath, reason) => {
    expect(() => driverAmi(args)).toThrow(expect.objectContaining({ errors: [{ propertyPath, reason: like(reason) }] }));
  });
});
