import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { secretArgs } from "../../lib/secret-args";

it("marks the named properties as secret in a copy, and leaves the caller's arguments alone", async () => {
  const args = { token: "canary", name: "box", absent: undefined };
  const copy = secretArgs(args, "token", "absent");
  expect(await pulumi.isSecret(copy.token as pulumi.Output<string>)).toBe(true);
  expect(copy.name).toBe("box");
  expect(copy.absent).toBeUndefined();
  expect(args.token).toBe("canary");
});
