import { describe, expect, it } from "vitest";
import type { Chosen } from "../../src/modules/settlement/cash-desk";
import {
  account,
  cashPhoto,
  givenCooperative,
  id,
  NONE,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/** A cash batch of so many households, approved, with a photo of its signed sheet. */
async function cashBatch(count: number) {
  const cooperative_id = await givenCooperative(house);
  const households = Array.from({ length: count }, () => id("household"));
  for (const household_id of households)
    await sold(house, [{ cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id, grams: 1000 }] }]);
  const period_id = await settledPeriod(house, cooperative_id);
  const accounts = households.map((household) => account.cash(household));
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  const [batch] = await house.settlement.batches(cooperative_id);
  const of = { batch_id: batch!.id, cooperative_id };
  const photo_id = await cashPhoto(house, of, "sheet");
  const payouts = (await house.settlement.cash.lines(of.batch_id, cooperative_id)).map((line) => line.payout_id);
  return { ...of, period_id, households, photo_id, payouts };
}

type Batch = Awaited<ReturnType<typeof cashBatch>>;
const act = ({ batch_id, cooperative_id }: Batch, person: string, payout_ids: Chosen) => ({
  batch_id,
  cooperative_id,
  person,
  payout_ids,
});
const all = (batch: Batch): Chosen => ({ all_of: batch.payouts });
const states = async (batch: Batch) =>
  (await house.settlement.cash.lines(batch.batch_id, batch.cooperative_id)).map((line) => line.state).sort();
const stateOf = async (batch: Batch) =>
  (await house.settlement.batches(batch.cooperative_id)).find((one) => one.id === batch.batch_id)?.state;

describe("cash", () => {
  it("is booked when a second person has confirmed it, and not before", async () => {
    const batch = await cashBatch(2);
    const [first] = batch.payouts as [string, string];
    value(await house.settlement.cash.handOut({ ...act(batch, "payer", [first]), photo_id: batch.photo_id }));
    expect(await states(batch)).toEqual(["handed", "open"]);
    const line = (await house.settlement.cash.lines(batch.batch_id, batch.cooperative_id)).find(
      (one) => one.payout_id === first,
    )!;
    expect((await house.settlement.moneyOfHousehold(line.household_id))[0]).toMatchObject({ paid_minor: 0 });
    expect(reasonOf(await house.settlement.cash.confirm(act(batch, "payer", [first])))).toBe("same_person");
    expect(reasonOf(await house.settlement.cash.confirm(act(batch, "payer", all(batch))))).toBe("same_person");
    // Nor past the service: the table itself refuses it.
    await expect(
      house.db.query(`update cash_handing set witness = payer, confirmed_at = now() where payout_id = $1`, [first]),
    ).rejects.toThrow(/two_people/);
    expect(value(await house.settlement.cash.confirm(act(batch, "witness", all(batch))))).toEqual({ confirmed: 1 });
    expect((await house.settlement.moneyOfHousehold(line.household_id))[0]).toMatchObject({
      owed_minor: 0,
      on_its_way_minor: 0,
      paid_minor: line.amount_minor,
    });
    expect(await stateOf(batch)).toBe("open");
    value(await house.settlement.cash.handOut({ ...act(batch, "payer", all(batch)), photo_id: batch.photo_id }));
    value(await house.settlement.cash.confirm(act(batch, "witness", all(batch))));
    expect(await stateOf(batch)).toBe("done");
    expect(value(await house.settlement.period(batch.period_id, batch.cooperative_id)).state).toBe("paid");
    expect(await violations(house)).toEqual(NONE);
    const told = await house.db.query(
      `select 1 from outbox_message where job = 'paid-notice' and dedup_key = any($1)`,
      [batch.payouts],
    );
    expect(told.rowCount).toBe(2);
  });

  it("that is handed out after the witness has read the list is not confirmed by it", async () => {
    const batch = await cashBatch(3);
    const [seen, late, open] = batch.payouts as [string, string, string];
    const hand = (payout: string) =>
      house.settlement.cash.handOut({ ...act(batch, "payer", [payout]), photo_id: batch.photo_id });
    value(await hand(seen));
    // The list as the witness has it on the screen; then the payer hands out one more.
    const read = { all_of: [seen] };
    value(await hand(late));
    expect(value(await house.settlement.cash.confirm(act(batch, "witness", read)))).toEqual({ confirmed: 1 });
    expect(await states(batch)).toEqual(["handed", "open", "paid"]);
    const booked = await house.db.query<{ source_id: string }>(
      `select source_id from journal where kind = 'payout' and source_id = any($1)`,
      [batch.payouts],
    );
    expect(booked.rows).toEqual([{ source_id: seen }]);
    // A whole list that was read when some were still open takes no more than what is handed out of it.
    expect(value(await house.settlement.cash.confirm(act(batch, "witness", { all_of: [late, open] })))).toEqual({
      confirmed: 1,
    });
    expect(await states(batch)).toEqual(["open", "paid", "paid"]);
  });

  it("is never paid twice: pressed twice, at two desks at once, confirmed twice, confirmed while it is carried over", async () => {
    const batch = await cashBatch(6);
    const press = (person: string) =>
      house.settlement.cash.handOut({ ...act(batch, person, batch.payouts), photo_id: batch.photo_id });
    const pressed = await Promise.all(["a", "a", "b", "a", "b"].map(press));
    const winners = pressed.filter((one) => one.ok && one.value.handed > 0);
    expect(winners).toHaveLength(1);
    for (const one of pressed) if (!one.ok) expect(one.refusal.reason).toBe("cash_handed");
    const rows = await house.db.query<{ payer: string }>(`select payer from cash_handing where batch_id = $1`, [
      batch.batch_id,
    ]);
    expect(rows.rowCount).toBe(6);
    const other = rows.rows[0]!.payer === "a" ? "b" : "a";
    const raced = await Promise.all([
      house.settlement.cash.confirm(act(batch, other, batch.payouts)),
      house.settlement.cash.confirm(act(batch, "c", batch.payouts)),
      house.settlement.cash.carryOver({ ...act(batch, "c", all(batch)), reason: "not_collected", words: "" }),
      house.settlement.cash.carryOver({ ...act(batch, "c", batch.payouts), reason: "not_collected", words: "" }),
      house.settlement.cash.takeBack({ ...act(batch, "c", batch.payouts), because: "误点" }),
    ]);
    const confirmed = raced
      .slice(0, 2)
      .reduce((sum, one) => sum + (one.ok && "confirmed" in one.value ? one.value.confirmed : 0), 0);
    const after = await states(batch);
    expect(after.filter((one) => one === "paid")).toHaveLength(confirmed);
    const journals = await house.db.query(`select 1 from journal where kind = 'payout' and source_id = any($1)`, [
      batch.payouts,
    ]);
    expect(journals.rowCount).toBe(confirmed);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that was not collected is the household's again, with the reason, and comes with its next statement", async () => {
    const batch = await cashBatch(2);
    const [first, second] = batch.payouts as [string, string];
    expect(
      reasonOf(await house.settlement.cash.handOut({ ...act(batch, "payer", [first]), photo_id: "photo_of_nobody" })),
    ).toBe("photo_needed");
    value(await house.settlement.cash.handOut({ ...act(batch, "payer", [first]), photo_id: batch.photo_id }));
    value(await house.settlement.cash.confirm(act(batch, "witness", [first])));
    const carry = { ...act(batch, "payer", [second]), reason: "not_collected" as const, words: "去县城住院" };
    expect(value(await house.settlement.cash.carryOver(carry))).toEqual({ carried: 1 });
    expect(value(await house.settlement.cash.carryOver(carry))).toEqual({ carried: 0 });
    expect(
      reasonOf(await house.settlement.cash.handOut({ ...act(batch, "payer", [second]), photo_id: batch.photo_id })),
    ).toBe("cash_carried");
    expect(await stateOf(batch)).toBe("done");
    const line = (await house.settlement.cash.lines(batch.batch_id, batch.cooperative_id)).find(
      (one) => one.payout_id === second,
    )!;
    expect(line).toMatchObject({ state: "carried", carried: { reason: "not_collected", words: "去县城住院" } });
    expect((await house.settlement.moneyOfHousehold(line.household_id))[0]).toMatchObject({
      owed_minor: line.amount_minor,
      on_its_way_minor: 0,
      paid_minor: 0,
    });
    const next = await settledPeriod(house, batch.cooperative_id, yearIn(1));
    const [newest, oldest] = await statementsOf(house, line.household_id);
    expect(oldest).toMatchObject({
      not_paid_because: "not_collected",
      carried_minor: line.amount_minor,
      remaining_minor: 0,
    });
    expect(newest).toMatchObject({ brought_forward_minor: line.amount_minor, remaining_minor: line.amount_minor });
    value(
      await house.settlement.approvePeriod({
        period_id: next,
        person: "member_checker",
        accounts: [account.cash(line.household_id)],
      }),
    );
    expect(await violations(house)).toEqual(NONE);
  });

  it("handed out by mistake is taken back with its reason until it is confirmed, and its trace stays", async () => {
    const batch = await cashBatch(1);
    const [first] = batch.payouts as [string];
    const hand = () => house.settlement.cash.handOut({ ...act(batch, "payer", [first]), photo_id: batch.photo_id });
    value(await hand());
    value(await house.settlement.cash.takeBack({ ...act(batch, "payer", [first]), because: "点错了人" }));
    expect(await states(batch)).toEqual(["open"]);
    value(await hand());
    value(await house.settlement.cash.confirm(act(batch, "witness", [first])));
    expect(
      reasonOf(await house.settlement.cash.takeBack({ ...act(batch, "payer", [first]), because: "点错了人" })),
    ).toBe("cash_paid");
    const traces = await house.db.query(
      `select taken_back_because from cash_handing where payout_id = $1 order by handed_at`,
      [first],
    );
    expect(traces.rows).toEqual([{ taken_back_because: "点错了人" }, { taken_back_because: null }]);
    const acts = await house.settlement.activity({
      cooperative_id: batch.cooperative_id,
      before: { at: "infinity", id: "" },
      limit: 20,
    });
    expect(acts.map((one) => one.act)).toEqual(
      expect.arrayContaining(["cash_handed", "cash_taken_back", "cash_confirmed"]),
    );
  });

  it("of another cooperative, of another batch, or of another rail is not there", async () => {
    const [mine, theirs] = [await cashBatch(1), await cashBatch(1)];
    const foreign = { ...act(mine, "payer", theirs.payouts), photo_id: mine.photo_id };
    expect(reasonOf(await house.settlement.cash.handOut(foreign))).toBe("not_found");
    const other = { ...act(mine, "payer", all(mine)), cooperative_id: theirs.cooperative_id };
    expect(reasonOf(await house.settlement.cash.handOut({ ...other, photo_id: mine.photo_id }))).toBe("not_found");
    expect(reasonOf(await house.settlement.cash.confirm(other))).toBe("not_found");
    expect(await house.settlement.cash.lines(mine.batch_id, theirs.cooperative_id)).toEqual([]);
    expect(await house.settlement.cash.photos(mine.batch_id, theirs.cooperative_id)).toEqual([]);
    // A photo of another batch is no proof of this one.
    expect(
      reasonOf(await house.settlement.cash.handOut({ ...act(mine, "payer", all(mine)), photo_id: theirs.photo_id })),
    ).toBe("photo_needed");
  });
});
