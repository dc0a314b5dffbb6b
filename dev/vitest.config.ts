import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "dev", include: ["src/**/*.spec.ts"], pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 },
});
