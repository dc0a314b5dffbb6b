import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { AgreementDraft, CallOffForm } from "../../src/modules/wholesale/agreements/agreement-types";
import { callOff, keepWaitingCallOffs } from "../../src/workflows/wholesale/call-offs";
import { agreementHouse, type Firm } from "./agreement-house";

// More is called off than lies there: the company is asked, with the figures, before anything is written.

const { house, wholesale, kilos, firm, active, held, broken } = agreementHouse();

const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const draft = (packs: number, minimum_packs = 1): AgreementDraft => ({
  lines: [{ ...kilos("variant_kilo", packs), steps: [{ from: 0, price_minor: 2_000n }] }],
  from_day: day(-30),
  to_day: day(100),
  minimum_packs,
  notice_days: 0,
  shortfall: "first_come",
  freight_minor: 5_000n,
  freight_term: { bearer: "cooperative" },
  terms: { kind: "prepay" },
  words: "",
});
const form = (packs: number, change: Partial<CallOffForm> = {}): CallOffForm => ({
  lines: [{ variant_id: "variant_kilo", packs }],
  wanted_on: day(10),
  words: "",
  when_short: "ask",
  idempotency_key: randomUUID(),
  ...change,
});
const call = (by: Firm, agreement_id: string, of: CallOffForm) => callOff(house.container, by.buyer, agreement_id, of);
/** Packs of a kilo that lie in the pool for nobody. */
const there = async () =>
  Math.floor(((await house.pools.cartHolds.available("", [house.pool_id])).get(house.pool_id) ?? 0) / 1_000);
const written = async (agreement_id: string) => {
  const { rows } = await house.db.query<{ count: number }>(
    `select count(*)::int as count from quote where agreement_id = $1`,
    [agreement_id],
  );
  return rows[0]?.count ?? 0;
};

test("more than lies there is asked about: nothing is written or kept, and what lies there can be called off by itself", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft(100_000));
  const lies = await there();
  const details = { lines: [{ variant_id: "variant_kilo", packs: lies + 15, there_packs: lies }], now: true };
  await expect(call(own, agreement_id, form(lies + 15))).rejects.toMatchObject({ code: "more_than_there", details });
  expect(await written(agreement_id)).toBe(0);
  expect(await there()).toBe(lies);
  const now = await call(own, agreement_id, form(lies));
  expect(now.kept).toBe(true);
  expect((await held(now.quote_id))?.units.get(house.pool_id)).toBe(lies * 1_000);
  expect(await there()).toBe(0);
  await expect(call(own, agreement_id, form(5))).rejects.toMatchObject({ details: { now: false } });
  expect(await broken()).toEqual([]);
});

test("all of it, chosen, waits with nothing kept, and is kept when it is there; the same form is never asked about again", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft(100_000));
  const lies = await there();
  const of = form(lies + 20);
  await expect(call(own, agreement_id, of)).rejects.toMatchObject({ code: "more_than_there" });
  const waits = await call(own, agreement_id, { ...of, when_short: "wait" });
  expect(waits.kept).toBe(false);
  expect(await held(waits.quote_id)).toBeNull();
  expect(await there()).toBe(lies);
  expect((await call(own, agreement_id, of)).quote_id).toBe(waits.quote_id);
  const again = await Promise.all([
    call(own, agreement_id, of),
    call(own, agreement_id, { ...of, when_short: "wait" }),
  ]);
  expect(again.map((one) => one.quote_id)).toEqual([waits.quote_id, waits.quote_id]);
  expect(await written(agreement_id)).toBe(1);
  await house.lot(100_000);
  await keepWaitingCallOffs(house.container);
  expect((await wholesale.quotes.byId(waits.quote_id))?.state).toBe("offered");
  expect((await held(waits.quote_id))?.units.get(house.pool_id)).toBe((lies + 20) * 1_000);
  expect(await broken()).toEqual([]);
});

test("a form that was answered and pressed again is its call-off, though its own goods lie there no more", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft(100_000));
  const of = form(await there());
  const first = await call(own, agreement_id, of);
  expect(await there()).toBe(0);
  expect((await call(own, agreement_id, of)).quote_id).toBe(first.quote_id);
});

test("what the agreement refuses is said first, less than the smallest call-off is not offered, and another company's is not there", async () => {
  const own = await firm();
  const lies = await there();
  const agreement_id = await active(own, draft(lies + 50, lies + 10));
  await expect(call(own, agreement_id, form(lies + 60))).rejects.toMatchObject({ code: "over_agreement" });
  await expect(call(own, agreement_id, form(lies + 20))).rejects.toMatchObject({
    code: "more_than_there",
    details: { now: false },
  });
  await expect(call(await firm(), agreement_id, form(lies + 20))).rejects.toMatchObject({
    code: "agreement_not_found",
  });
  expect(await written(agreement_id)).toBe(0);
});
