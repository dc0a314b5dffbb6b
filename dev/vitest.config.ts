import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "dev",
    include: ["src/**/*.spec.ts"],
    globalSetup: ["./up/vitest-setup.mjs"],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
