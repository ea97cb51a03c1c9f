// node sum.mjs RESULTS_FOLDER [BROKEN_STAGE...] : one line a suite, then `N passed, N failed` over all of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...broken] = process.argv.slice(2);
/** Suite of a stage; the other stages have no tests of their own. */
const SUITES = { test: "unit", real: "real", readme: "readme", "current-node": "current-node" };

let passed = 0;
let failed = 0;
const counted = {};
for (const file of readdirSync(folder).sort()) {
  const name = file.replace(/\.json$/, "");
  const report = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const skipped = report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded has no tests, so it is a failure of its own.
  const unloaded = report.testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length;
  counted[name] = report.numFailedTests + skipped + unloaded;
  passed += report.numPassedTests;
  failed += counted[name];
  console.log(`${name}: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped} skipped, ${unloaded} not loaded`);
}
for (const stage of broken) {
  if (counted[SUITES[stage]] > 0) continue; // its tests say it already
  failed += 1;
  console.log(`${stage}: the stage failed`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
