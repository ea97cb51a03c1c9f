import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { PULUMI_UNKNOWN, UNKNOWN } from "../../catalog/unknown";
import { decodeFields, echoed, fromJson, secretOnWire, toJson } from "../../plan/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const output = (fields: object) => ({ [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...fields });

describe("decoding", () => {
  it.each([
    ["as itself", PULUMI_UNKNOWN],
    ["inside text", `https://${PULUMI_UNKNOWN}/v2`],
    ["in base64", Buffer.from(`#!/bin/sh\ndocker run ${PULUMI_UNKNOWN}`).toString("base64")],
    ["in gzip and base64", gzipSync(`#!/bin/sh\ndocker run ${PULUMI_UNKNOWN}`).toString("base64")],
    ["as an output value without a value", output({})],
  ])("finds the unknown %s", (_how, value) => {
    expect(decodeFields({ a: [value] }, [])).toEqual({ a: [UNKNOWN] });
  });

  it("leaves known user data alone", () => {
    const packed = gzipSync("#!/bin/sh\ntrue\n").toString("base64");
    expect(decodeFields({ packed, text: "H4sIAAAAno archive at all, only text that looks like one" }, []).packed).toBe(packed);
  });

  it("hides secrets and notes their paths", () => {
    const secrets: string[] = [];
    const wire = {
      tags: { "a:b": secretOnWire("s3cret") },
      list: [{ x: output({ value: "s3cret", secret: true }) }],
      open: output({ value: 1 }),
    };
    expect(decodeFields(wire, secrets)).toEqual({ tags: { "a:b": UNKNOWN }, list: [{ x: UNKNOWN }], open: 1 });
    expect(secrets).toEqual(['tags["a:b"]', "list[0].x"]);
  });

  it("takes a reference to a resource for its id", () => {
    const reference = (fields: object) => ({ [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", ...fields });
    expect(decodeFields({ known: reference({ id: "i-1" }), made: reference({ id: "" }), component: reference({}) }, [])).toEqual({
      known: "i-1",
      made: UNKNOWN,
      component: "urn:x",
    });
  });

  it("keeps a key named __proto__ a key", () => {
    expect(Object.keys(decodeFields(JSON.parse('{"tags":{"__proto__":"x"}}'), []).tags as object)).toEqual(["__proto__"]);
  });
});

it("hands the program back what it gave, unwrapped, with secrets still secret", () => {
  expect(echoed({ a: output({ value: [1] }), b: output({}), c: output({ value: 2, secret: true }) })).toEqual({
    a: [1],
    b: PULUMI_UNKNOWN,
    c: secretOnWire(2),
  });
});

it("survives JSON", () => {
  const value = { a: [UNKNOWN, { b: UNKNOWN }], c: "text" };
  expect(fromJson(JSON.parse(JSON.stringify(toJson(value))))).toEqual(value);
});
