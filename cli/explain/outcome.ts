import type { Verdict } from "../../catalog/answer";
import { EXIT } from "../command";

/** Version of what `--json` and `--batch` print. A new field does not change it, a changed or missing one does. */
export const SCHEMA = "pulumi-gpu.verdict/1";

export const EXIT_BY_STATUS: Readonly<Record<Verdict["status"], number>> = {
  pass: EXIT.ok,
  fail: EXIT.fail,
  undecided: EXIT.undecided,
  limits: EXIT.limits,
};
