import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Status } from "../../../catalog/answer";
import type { Question } from "../../../catalog/question";
import { amiReleases } from "../../../catalog/tables/amis/releases";
import { CUDA_TOOLKITS } from "../../../catalog/tables/cuda-toolkits";
import { DRIVER_BRANCHES } from "../../../catalog/tables/driver-branches";
import { driverReleases } from "../../../catalog/tables/driver-releases";
import { GPUS } from "../../../catalog/tables/gpus";
import { images } from "../../../catalog/tables/images/images";
import { INSTANCE_TYPES } from "../../../catalog/tables/instance-types";
import { verdict } from "../../../catalog/verdict/verdict";
import { compareVersions } from "../../../catalog/version";
import { anyText } from "../../any-text";

const statusOf = (question: Question, axis: string): Status | undefined =>
  verdict(question).axes.find((found) => found.axis === axis)?.status;

const drivers = [...driverReleases().keys(), "367.35", "396.26", "418.39", "440.33.01", "551.78", "572.16", "640.10.01"];
const driver = fc.constantFrom(...drivers);
const branch = fc.constantFrom(...Object.keys(DRIVER_BRANCHES));
const cuda = fc.constantFrom(...Object.keys(CUDA_TOOLKITS), "9.0", "10.2", "12.8", "13.0", "14.0");
const gpu = fc.constantFrom(...Object.keys(GPUS), "RTX 3090", "RTX 5090", "K80", "P100", "Quadro RTX 5000");

/** Facts that fit one another: a given fact that contradicts a row is another question. */
const full = fc.record({
  driver,
  cuda,
  gpu,
  gpuCount: fc.constantFrom(1, 8),
  kernelModule: fc.constantFrom("open" as const, "proprietary" as const),
  fabricManager: fc.oneof(fc.constant(false as const), driver),
  containerToolkit: fc.constantFrom("1.16.2", "1.17.4", "1.17.5", "1.18.0", "1.20.0"),
  injectionMode: fc.constantFrom("legacy" as const, "cdi" as const),
  mig: fc.constantFrom(false as const, "1g.10gb"),
  gspFirmware: fc.oneof(fc.constant(false as const), driver),
  require: fc.constantFrom("", "cuda>=9.0", "cuda>=12.8", "cuda>=12.6 brand=tesla,driver>=535,driver<536", "junk"),
  compat: fc.oneof(fc.constant(false as const), driver),
  compatOnPath: fc.boolean(),
  torch: fc.constantFrom("2.8.0", "2.6.0", "1.7.1"),
  architectures: fc.constantFrom(["8.0", "9.0"], ["7.5", "12.0+PTX"]),
  features: fc.constantFrom([], ["bfloat16" as const], ["ptx-jit" as const]),
  gpuMemoryGiB: fc.constantFrom(10, 100),
});

describe("the verdict", { timeout: 120_000 }, () => {
  it("is monotone in the driver on the version axis without compat libraries", () => {
    const order: Record<string, number> = { fail: 0, undecided: 1, limits: 2, pass: 3 };
    fc.assert(
      fc.property(driver, driver, cuda, (a, b, version) => {
        const [older, newer] = compareVersions(a, b) <= 0 ? [a, b] : [b, a];
        const rank = (which: string): number => order[statusOf({ driver: which, cuda: version, compat: false }, "version") ?? ""] ?? -1;
        expect(rank(newer), `${newer} after ${older} with CUDA ${version}`).toBeGreaterThanOrEqual(rank(older));
      }),
      { numRuns: 500 },
    );
  });

  it("only narrows in strict mode when facts are added: what was decided stays as it was", () => {
    fc.assert(
      fc.property(full, fc.infiniteStream(fc.boolean()), (facts, keep) => {
        const some = Object.fromEntries(Object.entries(facts).filter(() => keep.next().value)) as Question;
        const before = verdict({ ...some, strict: true });
        if (before.status === "undecided") return;
        expect(verdict({ ...facts, strict: true }).status, JSON.stringify({ some, facts })).toBe(before.status);
      }),
      { numRuns: 1000 },
    );
  });

  it("never turns undecided into a pass because a fact about the host was left out", () => {
    fc.assert(
      fc.property(full, fc.subarray(["driver", "gpu", "cuda"] as const), (facts, left) => {
        const { compat: _, ...rest } = facts;
        const less: Record<string, unknown> = { ...rest };
        for (const field of left) delete less[field];
        if (verdict(rest).status !== "undecided") return;
        expect(["undecided", "fail"], JSON.stringify({ rest, left })).toContain(verdict(less as Question).status);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees on a branch with every release of it that it decides", () => {
    fc.assert(
      fc.property(branch, cuda, gpu, (which, version, model) => {
        const whole = statusOf({ driver: which, cuda: version, gpu: model, compat: false }, "version");
        if (whole === "undecided") return;
        for (const exact of drivers.filter((release) => release.startsWith(`${which}.`))) {
          expect(statusOf({ driver: exact, cuda: version, gpu: model, compat: false }, "version"), `${exact} with CUDA ${version}`).toBe(
            whole,
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, whatever the question holds", () => {
    const garbage = fc.oneof(anyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.array(fc.string()), fc.object());
    const fields = Object.fromEntries(
      [
        ..."driver ami instanceType gpu computeCapability gpuCount kernelModule fabricManager containerToolkit injectionMode mig gspFirmware".split(
          " ",
        ),
        ..."image cuda require disableRequire compat compatOnPath torch architectures features gpuMemoryGiB strict declared".split(" "),
      ].map((name) => [name, garbage]),
    );
    fc.assert(
      fc.property(fc.record(fields, { requiredKeys: [] }), (question) => {
        const result = verdict(question);
        expect(result.axes).toHaveLength(9);
        expect(JSON.stringify(result)).toContain("status");
      }),
      { numRuns: 200 },
    );
  });

  it("never passes on garbage", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        const result = verdict({ driver: `x${a}`, cuda: `y${b}`, gpu: `z${c}` });
        expect(["undecided", "fail"]).toContain(result.status);
      }),
    );
  });

  it("rests on rows that carry a source and a date, and never on recalled ones", () => {
    const refs = Object.keys(images());
    const types = Object.keys(INSTANCE_TYPES);
    const amis = [...amiReleases().values()].flat();
    fc.assert(
      fc.property(fc.constantFrom(...refs), fc.constantFrom(...types), fc.constantFrom(...amis), (image, instanceType, ami) => {
        const result = verdict({
          image,
          instanceType,
          ami: { family: ami.family, release: ami.release, ...(ami.kubernetes ? { kubernetes: ami.kubernetes } : {}) },
        });
        for (const axis of result.axes) {
          for (const row of axis.rows) {
            expect(row.source, `${row.table}/${row.key}`).not.toBe("");
            expect(row.checked, `${row.table}/${row.key}`).toMatch(/^\d{4}-\d\d-\d\d$/);
            if (axis.status !== "undecided")
              expect(row.confidence, `${axis.axis}: ${axis.reason}; ${row.table}/${row.key}`).not.toBe("recalled");
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("names what is missing in each undecided axis", () => {
    fc.assert(
      fc.property(full, fc.infiniteStream(fc.boolean()), (facts, keep) => {
        const some = Object.fromEntries(Object.entries(facts).filter(() => keep.next().value)) as Question;
        for (const axis of verdict(some).axes) {
          if (axis.status === "undecided") expect(axis.missing.length, `${axis.axis}: ${axis.reason}`).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("offers ways out that keep their promise", () => {
    const question = fc.record({
      image: fc.constantFrom(...Object.keys(images())),
      instanceType: fc.constantFrom(...Object.keys(INSTANCE_TYPES)),
      driver,
    });
    fc.assert(
      fc.property(question, (asked) => {
        const result = verdict(asked);
        for (const way of result.waysOut) {
          expect(["pass", "limits"]).toContain(way.becomes);
          if (way.change === "instanceType") expect(verdict({ ...asked, instanceType: way.to }).status).toBe(way.becomes);
          if (way.change === "image") expect(verdict({ ...asked, image: way.to }).status).toBe(way.becomes);
          if (way.change === "driver") expect(verdict({ ...asked, driver: way.to }).status).toBe(way.becomes);
        }
      }),
      { numRuns: 40 },
    );
  });
});
