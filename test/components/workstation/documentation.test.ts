import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, it } from "vitest";
import * as library from "../../../index";
import { blocksOf } from "../../readme/blocks";
import { recordWorkstation } from "./fixture";

const blocks = blocksOf(join(__dirname, "../../../docs/workstation.md"));

it("has blocks of TypeScript alone, which run one after the other as one program", async () => {
  expect(blocks.map(({ language }) => language)).toEqual(["ts", "ts", "ts", "ts", "ts"]);
  const { code } = transformSync(blocks.map(({ text }) => text).join("\n"), { loader: "ts", format: "cjs" });
  const program = new Function("require", "module", "exports", code) as (...args: unknown[]) => void;
  const seen = await recordWorkstation(
    () => program((name: string) => (name === "pulumi-gpu" ? library : undefined), { exports: {} }, {}),
    {
      answers: { "aws:ec2/getAmiIds:getAmiIds": { ids: ["ami-0123456789abcdef0"] } },
    },
  );
  const made = seen.filter(({ type }) => type === "aws:autoscaling/group:Group").map(({ name }) => name);
  expect(made.sort()).toEqual(["anna", "desk", "office-hours", "own-secrets", "with-data"]);
});
