import { defineConfig } from "vitest/config";
import { aloneIn } from "../dev/up/alone.mjs";
import { patient } from "../dev/up/patience.mjs";
import { endsWithRun, specEnv } from "../dev/up/test-env.mjs";

/** The specs of this room that need a process each. */
export default defineConfig({
  test: {
    name: "storefront-alone",
    include: aloneIn(import.meta.dirname),
    env: specEnv(),
    execArgv: endsWithRun,
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    testTimeout: patient(300_000),
    hookTimeout: patient(400_000),
  },
});
