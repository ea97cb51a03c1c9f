import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The fast layer: no Docker, no Pulumi CLI, no shell, no network. The suites against real components have configurations of their own.
    include: ["test/**/*.test.ts"],
    // vitest leaves a core free by default, which on a machine with two halves the speed.
    maxWorkers: "100%",
    exclude: ["test/{rig,engine,aws,machine,registry,readme}/**", "test/images/built/**", "test/**/*.shell.test.ts", "node_modules/**"],
    // The Pulumi SDK takes half a second to load, so the files of a worker share it. What a test changes is put back after it.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Some tests start processes, which a busy machine lets wait.
    testTimeout: 30_000,
  },
});
