import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "storefront",
    include: ["app/**/*.spec.{ts,tsx}", "server/**/*.spec.ts", "e2e/**/*.spec.ts"],
    globalSetup: ["../dev/up/vitest-setup.mjs"],
    // Walks of a real browser; on a busy machine one of two minutes takes four.
    testTimeout: 300_000,
    hookTimeout: 400_000,
    // What a walk waits for, left alone, ends after a second.
    expect: { poll: { timeout: 180_000, interval: 100 } },
  },
});
