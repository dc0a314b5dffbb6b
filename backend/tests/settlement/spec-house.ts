import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { runStandin, type Running } from "../../../dev/src/stripe/spec-kit";
import { settlementHouse, type SettlementHouse } from "./house";

/** What is there once the tests of a file run: taken apart at its head, it is asked at its use. */
export function later<T extends object>(what: () => T | undefined): T {
  return new Proxy({} as T, {
    get(_, key) {
      const there = what();
      if (there === undefined) throw new Error(`${String(key)} is asked for before the tests of this file run`);
      return Reflect.get(there, key) as unknown;
    },
  });
}

/** The house of one file of tests: made before them, gone after. */
export function specHouse(): SettlementHouse {
  let house: SettlementHouse | undefined;
  beforeAll(async () => {
    house = await settlementHouse();
  });
  afterAll(() => house?.close());
  return later(() => house);
}

/** The same, and the Stripe stand-in over HTTP on its database; a test finds no fault of the one before. */
export function stripeHouse(): { house: SettlementHouse; standin: Running; container: MedusaContainer } {
  const house = specHouse();
  let standin: Running | undefined;
  beforeAll(async () => {
    standin = await runStandin(house.url);
  });
  // Before the house: hooks after the tests run from the last to the first.
  afterAll(() => standin?.stop());
  beforeEach(async () => {
    await standin?.control("DELETE", "/faults");
  });
  const container = { resolve: () => house.settlement } as unknown as MedusaContainer;
  return { house, standin: later(() => standin), container };
}
