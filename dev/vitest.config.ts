import { defineConfig } from "vitest/config";
import { patient } from "../dev/up/patience.mjs";
import { endsWithRun } from "../dev/up/test-env.mjs";

export default defineConfig({
  test: {
    name: "dev",
    include: ["src/**/*.spec.ts"],
    globalSetup: ["./up/vitest-setup.mjs"],
    execArgv: endsWithRun,
    testTimeout: patient(60_000),
    hookTimeout: patient(300_000),
  },
});
