import { defineConfig } from "vitest/config";
import { aloneIn } from "../dev/up/alone.mjs";
import { patient } from "../dev/up/patience.mjs";
import { endsWithRun, specEnv } from "../dev/up/test-env.mjs";

export default defineConfig({
  test: {
    name: "backend",
    include: ["src/**/*.spec.ts", "tests/**/*.spec.ts"],
    exclude: aloneIn(import.meta.dirname),
    // One process reads Medusa for all of them: beside that most specs are short.
    isolate: false,
    env: specEnv(),
    execArgv: endsWithRun,
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    testTimeout: patient(300_000),
    hookTimeout: patient(400_000),
  },
});
