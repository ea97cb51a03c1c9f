// Preloaded into every measured process: on its way out it notes what it took, in milliseconds of processor time and KiB of memory.
const { appendFileSync } = require("node:fs");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  appendFileSync(process.env.BENCH_USED, `${JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS })}\n`);
});
