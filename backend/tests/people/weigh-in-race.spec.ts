import { afterAll, beforeAll, expect, it } from "vitest";
import { startHouse, type House } from "../../../dev/src/testing/house.js";
import { cardsOf, deskToken, pool, weighIn } from "../checkout/support.js";

/** Many scales, one pool. */
const GOODS = "maya-walnuts";
const LOTS = 60;

let house: House;

beforeAll(async () => {
  house = await startHouse({ workers: 0 });
});
afterAll(async () => {
  await house?.stop();
});

it("sixty lots weighed into one pool at once are all taken, and none waits for another for ever", async () => {
  const token = await deskToken(house, "weigher", "wudu");
  const cards = await cardsOf(house, GOODS);
  await Promise.all(Array.from({ length: LOTS }, (_, i) => weighIn(house, token, GOODS, 1_000, cards[i % 3] ?? "")));
  expect((await pool(house, GOODS)).on_hand).toBe(LOTS * 1_000);
  const deadlocks = await house.db.query<{ deadlocks: string }>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  expect(Number(deadlocks.rows[0]?.deadlocks)).toBe(0);
});
