import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { name: "storefront", include: ["app/**/*.spec.{ts,tsx}", "server/**/*.spec.ts"] },
});
