import { expect, it } from "vitest";
import { freightKit } from "./freight-kit";
import { NONE, value, violations } from "./house";
import { specHouse } from "./spec-house";
import { specProcess } from "./spec-process";

const house = specHouse();
const settling = specProcess("freight-process", () => ({ DATABASE_URL: house.url }));
const run = async (order_id: string, cooperative_id: string, planned: number, point: string) =>
  (await settling([order_id, cooperative_id, String(planned)], point)).signal;

it.each([
  ["freight_given_back_not_settled", 8_000],
  ["freight_asked_not_settled", 9_000],
] as const)("killed at %s it has done nothing, and the next one settles it once", async (point, planned) => {
  const { capture, settle, gap, given, cooperative_id, refunds, settlement, agreed } = await freightKit(house, {
    term: { bearer: "buyer" },
  });
  value(await capture());
  const proformas = async () => {
    const { rows } = await house.db.query<{ id: string }>(
      `select id from proforma where order_id = $1 and kind = 'freight'`,
      [given.order_id],
    );
    return rows.length;
  };
  expect(await run(given.order_id, cooperative_id, planned, point)).toBe("SIGKILL");
  expect(await settlement.freightGaps.ofQuote(agreed.quote_id)).toBeUndefined();
  expect(await refunds()).toEqual([]);
  expect(await proformas()).toBe(0);
  expect(value(await settle(planned))).toBe(1);
  expect(value(await settle(planned))).toBe(0);
  expect(await gap()).toMatchObject({ planned_minor: BigInt(planned) });
  expect(await refunds()).toHaveLength(planned < 8_800 ? 1 : 0);
  expect(await proformas()).toBe(planned > 8_800 ? 1 : 0);
  expect(await violations(house)).toMatchObject(NONE);
});
