import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The fast layer: no Docker, no Pulumi CLI, no network. The suites against real components have configurations of their own.
    include: ["test/**/*.test.ts"],
    // vitest leaves a core free by default, which on a machine with two halves the speed.
    maxWorkers: "100%",
    exclude: ["test/{rig,engine,aws,machine,registry,readme}/**", "node_modules/**"],
  },
});
