// A plan without judgement, for the programs whose own time is measured. Prints its resources when asked to.
const { writeFileSync } = require("node:fs");
const { planFolder } = require("../dist/plan/run-folder.js");
const { toJson } = require("../dist/plan/wire.js");

planFolder(process.argv[2], { stack: "dev" }).then(({ resources, problems }) => {
  if (problems.length > 0) throw new Error(problems[0].message);
  if (process.argv[3]) writeFileSync(process.argv[3], JSON.stringify(toJson(resources)));
});
