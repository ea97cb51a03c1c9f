// Every image of the catalog on every instance type, judged once: the time is printed, and nothing is compared with it.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { images, INSTANCE_TYPES, verdict } = require("../dist/catalog/index.js");

const references = Object.keys(images());
const types = Object.keys(INSTANCE_TYPES);

function once() {
  const counts = {};
  const started = process.cpuUsage();
  const clock = performance.now();
  for (const image of references) {
    for (const instanceType of types) {
      const { status } = verdict({ image, instanceType, driver: "580.178.04" });
      counts[status] = (counts[status] ?? 0) + 1;
    }
  }
  const { user, system } = process.cpuUsage(started);
  return { wallMs: Math.round(performance.now() - clock), cpuMs: Math.round((user + system) / 1000), counts };
}

const cold = once();
const warm = once();
const verdicts = references.length * types.length;
console.log(JSON.stringify({ bench: "verdict", images: references.length, instanceTypes: types.length, verdicts, cold, warm }));
