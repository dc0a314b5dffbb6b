import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const rooms = ["domain", "dev", "backend", "workers", "storefront"].filter((room) =>
  existsSync(`${room}/vitest.config.ts`),
);

export default defineConfig({
  test: {
    projects: rooms,
    pool: "forks",
    // Two cores: every spec that starts a house runs four processes and a share of Postgres already.
    maxWorkers: 2,
  },
});
