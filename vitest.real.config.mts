import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The suites against components that we did not write. A missing one is a failure that names `npm run rig`, never a skip.
    include: ["test/{rig,engine,aws,machine,registry,images/built}/**/*.test.ts", "test/**/*.shell.test.ts"],
    testTimeout: 900_000,
    hookTimeout: 300_000,
    // Each file starts an engine, a provider and an emulator: two at once fill two cores.
    maxWorkers: 2,
  },
});
