import { defineConfig } from "vitest/config";
import { patient } from "../dev/up/patience.mjs";
import { endsWithRun } from "../dev/up/test-env.mjs";

export default defineConfig({
  test: {
    name: "domain",
    // Properties run hundreds of times; a machine under load takes its time.
    testTimeout: patient(60_000),
    environment: "node",
    execArgv: endsWithRun,
    // The rules are pure, so their specs can't see each other: one process reads zod and fast-check once for all of them.
    isolate: false,
    include: ["src/**/*.spec.ts"],
  },
});
