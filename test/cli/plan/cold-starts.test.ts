import { describe, expect, it } from "vitest";
import { TAG } from "../../../catalog/labels";
import { coldStartLines } from "../../../cli/plan/cold-start-text";
import { coldStarts } from "../../../cli/plan/cold-starts";
import { gpuHosts } from "../../../cli/plan/gpu-hosts";
import type { Lock } from "../../../lock/schema";
import { planOf, template } from "./planned";

const digest = `sha256:${"ab".repeat(32)}`;
const lock = {
  images: { "docker.io/team/train:1": { digest, sizeBytes: 4 * 2 ** 30, source: "registry", checked: "2026-11-01", confidence: "seen" } },
} as unknown as Lock;
const hostsOf = (props = {}, claims = {}) =>
  gpuHosts(planOf([template({ [TAG.types]: "g6.xlarge g5.xlarge", [TAG.digest]: "ab".repeat(6), ...claims }, props)]));
const seconds = (hosts: ReturnType<typeof hostsOf>, from: Lock | undefined, phase: string) =>
  coldStarts(hosts, from).map(({ budget }) => budget.phases.find((one) => one.phase === phase)?.seconds);

describe("the cold start of a host", () => {
  it("takes the image's size from the lock, by the digest that the host claims", () => {
    expect(seconds(hostsOf(), lock, "pull")).toEqual([115, 115]);
    expect(seconds(hostsOf(), undefined, "pull")).toEqual([undefined, undefined]);
    expect(seconds(hostsOf({}, { [TAG.digest]: "cd".repeat(6) }), lock, "pull")).toEqual([undefined, undefined]);
  });

  it("takes the throughput that was bought for the volume", () => {
    expect(seconds(hostsOf({ blockDeviceMappings: [{ ebs: { volumeType: "gp3", throughput: 1000 } }] }), lock, "pull")).toEqual([56, 56]);
  });

  it("prints each phase with its reason, and types that take the same time together", () => {
    const lines = coldStartLines(coldStarts(hostsOf(), lock), (text, by) => [`${" ".repeat(by)}${text}`]);
    expect(lines).toEqual([
      "  host on g6.xlarge or g5.xlarge: 6 min 25 s, and what is not known",
      "      provision: 1 min 30 s (assumed), from the request to a running machine; a wait for capacity is not in it",
      "      boot: 2 min (assumed), kernel, cloud-init and driver",
      "      preflight: 1 min (assumed), the machine checks itself",
      "      pull: 1 min 55 s (assumed), 4 GiB compressed, 3.5 times that written at 125 MiB/s",
      "      load: not known, the size of the model is missing; 0 says that there is none",
    ]);
  });

  it("is not said of a host whose types are not known", () => {
    expect(coldStarts(gpuHosts(planOf([template({ [TAG.driver]: "580.95.05" })])), lock)).toEqual([]);
  });
});
