import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // What a visitor types, typed: from a clone, and from the packed package in an empty folder.
    include: ["test/readme/**/*.test.ts"],
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
