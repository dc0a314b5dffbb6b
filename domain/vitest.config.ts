import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "domain",
    // Properties run hundreds of times; a machine under load takes its time.
    testTimeout: 60_000,
    environment: "node",
    include: ["src/**/*.spec.ts"],
  },
});
