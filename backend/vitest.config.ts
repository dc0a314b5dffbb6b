import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "backend",
    include: ["src/**/*.spec.ts", "tests/**/*.spec.ts"],
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    testTimeout: 180_000,
    hookTimeout: 400_000,
  },
});
