import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "storefront",
    include: ["app/**/*.spec.{ts,tsx}", "server/**/*.spec.ts", "e2e/**/*.spec.ts"],
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    testTimeout: 120_000,
    hookTimeout: 400_000,
  },
});
