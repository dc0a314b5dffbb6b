import { defineConfig } from "vitest/config";
import { patient } from "../dev/up/patience.mjs";

export default defineConfig({
  test: {
    name: "backend",
    include: ["src/**/*.spec.ts", "tests/**/*.spec.ts"],
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    testTimeout: patient(300_000),
    hookTimeout: patient(400_000),
  },
});
