import { defineConfig } from "vitest/config";
import { aloneIn } from "../dev/up/alone.mjs";
import { patient } from "../dev/up/patience.mjs";
import { endsWithRun, specEnv } from "../dev/up/test-env.mjs";

export default defineConfig({
  test: {
    name: "storefront",
    include: ["app/**/*.spec.{ts,tsx}", "server/**/*.spec.ts", "e2e/**/*.spec.ts"],
    exclude: aloneIn(import.meta.dirname),
    // Its specs share nothing that they change; one process reads React and the pages for all of them.
    isolate: false,
    env: specEnv(),
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    execArgv: endsWithRun,
    // Walks of a real browser; on a busy machine one of two minutes takes four.
    testTimeout: patient(300_000),
    hookTimeout: patient(400_000),
    // What a walk waits for, left alone, ends after a second.
    expect: { poll: { timeout: patient(60_000), interval: 100 } },
  },
});
