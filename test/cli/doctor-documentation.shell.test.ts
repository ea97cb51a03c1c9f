import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeHost } from "../boot/fake-host";
import { blocksOf, matches, stepsOf } from "../readme/blocks";
import { runCommand } from "./run-command";

const cwd = mkdtempSync(join(tmpdir(), "gpu-doctor-docs-"));
const host = makeHost({});
afterAll(() => {
  host.remove();
  rmSync(cwd, { recursive: true, force: true });
});

const steps = blocksOf(join(__dirname, "../../docs/doctor.md")).flatMap((block) => {
  expect(block.place).toBe("host");
  return stepsOf(block);
});

it.each(steps)("docs/doctor.md: $command", async ({ command, expected }) => {
  const [program, ...args] = command.split(" ");
  expect(program).toBe("pulumi-gpu");
  const env = { ...host.env, AWS_EC2_METADATA_SERVICE_ENDPOINT: "http://127.0.0.1:9" };
  const { out, err } = await runCommand(args, { cwd, env });
  expect(err).toBe("");
  expect(matches(expected, out), out).toBe(true);
});
