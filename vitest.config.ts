import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const rooms = ["domain", "dev", "backend", "workers", "storefront"]
  .flatMap((room) => [`${room}/vitest.config.ts`, `${room}/vitest.alone.config.ts`])
  .filter((config) => existsSync(config));

/** The files that take minutes, longest first: begun last, one of them would run alone while a core idles. */
const LONG = [
  "storefront/e2e/storefront.spec.ts",
  "backend/tests/checkout/crash.spec.ts",
  "dev/src/house/checks.spec.ts",
  "backend/tests/parcel/journey.spec.ts",
  "workers/tests/queue.spec.ts",
  "backend/tests/pool/house.spec.ts",
  "backend/tests/checkout/race.spec.ts",
  "backend/tests/settlement/desk.spec.ts",
  "backend/tests/people/notice.spec.ts",
  "dev/src/testing/house.spec.ts",
];

/** Rooms whose specs share a process, in the order in which they are run: those that may take longest first. */
const SHARED = ["backend", "workers", "storefront", "domain"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const index = LONG.findIndex((name) => moduleId.endsWith(name));
      if (index !== -1) return index;
      // Those that share a process come one after the other: it goes on only when the next in the queue is of its kind.
      return LONG.length + (project.config.isolate ? 0 : 1 + SHARED.indexOf(project.name));
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    projects: rooms,
    pool: "forks",
    // For two cores: specs that start a house wait for a process to start or to be missed. More of them only wait for each other.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
