import { describe, expect, it } from "vitest";
import type { LotPrice } from "../../src/modules/settlement/price-rows";
import {
  account,
  captureInput,
  givenCooperative,
  id,
  NONE,
  order,
  postInput,
  priceOf,
  reasonOf,
  settledPeriod,
  value,
  violations,
} from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

interface Lot {
  lot_id: string;
  household_id: string;
  grams: number;
}

const lotOf = (household_id: string, grams: number): Lot => ({ lot_id: id("lot"), household_id, grams });

/** 86.00 paid, 8.00 of it freight: as the worked examples of docs/adr/0025. */
async function sell(cooperative_id: string, lots: Lot[], prices: LotPrice[], paid_minor = 8600) {
  const given = order([
    { cooperative_id, grams: lots.reduce((sum, lot) => sum + lot.grams, 0), paid_minor, freight_minor: 800, lots },
  ]);
  value(await house.settlement.recordCapture(captureInput(given)));
  return house.settlement.postSale({ ...postInput(given), prices });
}

/** Balances as people see them: what we owe is above zero. */
async function owed(kind: string, party: string): Promise<number> {
  const { rows } = await house.db.query<{ sum: string | null }>(
    `select -sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id where a.kind = $1 and a.party = $2`,
    [kind, party],
  );
  return Number(rows[0]?.sum ?? 0);
}

async function statementLines(household_id: string): Promise<string[]> {
  const { rows } = await house.db.query<{ kind: string; rule: string; amount_minor: string }>(
    `select l.kind, l.rule, l.amount_minor from statement_line l join statement s on s.id = l.statement_id
     where s.household_id = $1 order by s.created_at, l.kind, l.rule`,
    [household_id],
  );
  return rows.map((line) => `${line.kind} ${line.rule} ${line.amount_minor}`);
}

describe("a pool at fixed prices", () => {
  it("pays each lot its intake price, and the cooperative has the margin, plus or minus", async () => {
    const cooperative_id = await givenCooperative(house);
    const [wang, li] = [lotOf(id("wang"), 3000), lotOf(id("li"), 2000)];
    const at = (price: number) =>
      [wang, li].map((lot) =>
        priceOf(lot, { price_mode: "fixed", intake_price_minor: price, intake_currency: "CNY", intake_per: "kg" }),
      );
    value(await sell(cooperative_id, [wang, li], at(1200)));
    expect(await owed("household_payable", wang.household_id)).toBe(3600);
    expect(await owed("household_payable", li.household_id)).toBe(2400);
    // 380 by its rate, 992 of margin.
    expect(await owed("cooperative_fee", cooperative_id)).toBe(1372);

    const [dear, other] = [lotOf(wang.household_id, 3000), lotOf(li.household_id, 2000)];
    const price = { price_mode: "fixed", intake_price_minor: 1500, intake_currency: "CNY", intake_per: "kg" } as const;
    value(await sell(cooperative_id, [dear, other], [priceOf(dear, price), priceOf(other, price)]));
    expect(await owed("household_payable", wang.household_id)).toBe(3600 + 4500);
    expect(await owed("cooperative_fee", cooperative_id)).toBe(1372 + 380 - 508);
    expect(await violations(house)).toEqual(NONE);
  });

  it("divides nothing when a ticket has no price", async () => {
    const cooperative_id = await givenCooperative(house);
    const lot = lotOf(id("wang"), 5000);
    expect(reasonOf(await sell(cooperative_id, [lot], [priceOf(lot, { price_mode: "fixed" })]))).toBe(
      "no_intake_price",
    );
    expect(await owed("household_payable", lot.household_id)).toBe(0);
  });
});

describe("a pool at the average of its period", () => {
  /** A price pool over two grades of which the second counts 80 %. */
  async function opened(advance_bp = 6000) {
    const cooperative_id = await givenCooperative(house);
    const pools = { first: id("pool"), second: id("pool") };
    const terms = {
      cooperative_id,
      name: "2026 春",
      currency: "CNY",
      from: "2026-03-01",
      to: "2026-03-31",
      advance_bp,
      members: [
        { pool_id: pools.first, factor_bp: 10_000 },
        { pool_id: pools.second, factor_bp: 8_000 },
      ],
      person: "member_maker",
    };
    const { id: price_pool_id } = value(await house.settlement.pricePools.open(terms));
    const lots = [
      { ...lotOf(id("wang"), 3000), pool_id: pools.first },
      { ...lotOf(id("li"), 2000), pool_id: pools.first },
      { ...lotOf(id("zhao"), 5000), pool_id: pools.second },
    ] as const;
    const price = (lot: Lot & { pool_id: string }) =>
      priceOf(lot, { price_mode: "pool_average", pool_id: lot.pool_id });
    const close = (accepted: readonly (Lot & { pool_id: string })[] = lots, today = "2026-04-01") =>
      house.settlement.pricePools.close({
        price_pool_id,
        cooperative_id,
        person: "member_maker",
        today,
        lots: accepted,
      });
    const advance = (lot: Lot & { pool_id: string }, message_id?: string) =>
      house.settlement.pricePools.advance({
        ...lot,
        ...(message_id ? { message_id } : {}),
        number: "W0000001",
        cooperative_id,
        weighed_on: "2026-03-10",
        price_minor_per_kg: 1200,
        currency: "CNY",
      });
    return { cooperative_id, price_pool_id, terms, lots, price, close, advance };
  }

  it("worked example: advance, proceeds, final payment with the advance netted, and the difference of a late sale", async () => {
    const { cooperative_id, price_pool_id, lots, price, close, advance } = await opened();
    const [wang, li, zhao] = lots;
    expect(value(await advance(wang)).advance_minor).toBe(2160n);
    expect(await owed("household_payable", wang.household_id)).toBe(2160);

    value(await sell(cooperative_id, [wang, li], [price(wang), price(li)]));
    expect(await owed("price_pool", price_pool_id)).toBe(6992);
    expect(await owed("household_payable", li.household_id)).toBe(0);

    expect(value(await close())).toEqual({ revision: 1, shared_minor: 6992n, lots: 3 });
    expect(await owed("household_payable", wang.household_id)).toBe(2331);
    expect(await owed("household_payable", li.household_id)).toBe(1554);
    expect(await owed("household_payable", zhao.household_id)).toBe(3107);
    expect(await owed("household_advance", wang.household_id)).toBe(0);
    expect(await owed("price_pool", price_pool_id)).toBe(0);

    // A sale of the same goods comes in after the closing.
    value(await sell(cooperative_id, [zhao], [price(zhao)], 8600));
    const late = await owed("price_pool", price_pool_id);
    expect(reasonOf(await close())).toBe("price_pool_state");
    value(
      await house.settlement.pricePools.reopen({
        price_pool_id,
        cooperative_id,
        person: "member_maker",
        reason: "late sale",
      }),
    );
    expect(value(await close())).toEqual({ revision: 2, shared_minor: BigInt(late), lots: 3 });
    const all = await Promise.all(lots.map((lot) => owed("household_payable", lot.household_id)));
    expect(all.reduce((sum, one) => sum + one, 0)).toBe(6992 + late);
    expect(await violations(house)).toEqual(NONE);

    const [listed] = await house.settlement.pricePools.list({ cooperative_id, limit: 10 });
    expect(listed).toMatchObject({
      id: price_pool_id,
      state: "closed",
      revision: 2,
      waiting_minor: 0,
      advanced_minor: 2160,
    });

    const period_id = await settledPeriod(house, cooperative_id);
    const difference = all[0]! - 2331;
    expect(await statementLines(wang.household_id)).toEqual([
      "advance advance_netted 2160",
      "advance pool_advance -2160",
      `sale pool_difference ${difference}`,
      "sale pool_share 2331",
    ]);
    value(
      await house.settlement.approvePeriod({
        period_id,
        cooperative_id,
        person: "member_checker",
        accounts: lots.map((lot) => account.cash(lot.household_id)),
      }),
    );
    const { rows } = await house.db.query<{ sum: string }>(
      `select sum(amount_minor) as sum from payout where cooperative_id = $1`,
      [cooperative_id],
    );
    expect(Number(rows[0]!.sum)).toBe(6992 + late);
    expect(await violations(house)).toEqual(NONE);
  });

  it("takes back what a corrected weight gave too much, from that lot alone, and gives it to the others", async () => {
    const { cooperative_id, lots, price, close, price_pool_id } = await opened();
    const [wang, li, zhao] = lots;
    value(await sell(cooperative_id, [wang, li], [price(wang), price(li)]));
    value(await close());
    value(
      await house.settlement.pricePools.reopen({
        price_pool_id,
        cooperative_id,
        person: "member_maker",
        reason: "weight",
      }),
    );
    expect(value(await close([{ ...wang, grams: 1000 }, zhao]))).toMatchObject({ revision: 2, shared_minor: 0n });
    expect(await owed("household_payable", li.household_id)).toBe(0);
    expect(await owed("household_payable", wang.household_id)).toBe(1398);
    expect(await owed("household_payable", zhao.household_id)).toBe(5594);
    expect(await violations(house)).toEqual(NONE);
  });

  it("gives one advance a lot and closes once, whatever comes twice or at once", async () => {
    const { cooperative_id, lots, price, close, advance } = await opened();
    const [wang, li] = lots;
    const message = id("out");
    await Promise.all([advance(wang, message), advance(wang, message), advance(wang), advance(wang, id("out"))]);
    expect(await owed("household_payable", wang.household_id)).toBe(2160);
    value(await sell(cooperative_id, [wang, li], [price(wang), price(li)]));
    const closed = await Promise.all([close(), close(), advance(li), close()]);
    expect(closed.filter((one) => one.ok && "revision" in one.value)).toHaveLength(1);
    expect(await violations(house)).toEqual(NONE);
    // After the closing there is no advance any more.
    expect(value(await advance(lots[2])).advance_minor).toBe(0n);
  });

  it("refuses what would be wrong, in words, and writes nothing of it", async () => {
    const { cooperative_id, terms, lots, close, price_pool_id } = await opened();
    const open = (more: object) => house.settlement.pricePools.open({ ...terms, ...more });
    expect(reasonOf(await open({ from: "2026-03-31", to: "2026-04-30" }))).toBe("price_pool_overlaps");
    expect(reasonOf(await open({ from: "2026-05-02", to: "2026-05-01" }))).toBe("invalid_period");
    expect(reasonOf(await open({ from: "2026-02-30" }))).toBe("invalid_date");
    expect(reasonOf(await open({ members: [] }))).toBe("invalid_members");
    value(await open({ currency: "JPY" }));
    expect(reasonOf(await close(lots, "2026-03-31"))).toBe("period_not_ended");
    const stranger = { price_pool_id, cooperative_id: id("coop"), person: "x", today: "2026-04-01", lots: [] };
    expect(reasonOf(await house.settlement.pricePools.close(stranger))).toBe("not_found");
    expect(reasonOf(await house.settlement.pricePools.reopen({ ...stranger, reason: "" }))).toBe("not_found");
    const lot = lotOf(id("wang"), 5000);
    const outside = priceOf(lot, { price_mode: "pool_average", pool_id: "pool_elsewhere" });
    expect(reasonOf(await sell(cooperative_id, [lot], [outside]))).toBe("no_price_pool");
    await expect(house.db.query(`update price_pool set advance_bp = 9000`)).rejects.toThrow(/terms/);
    await expect(house.db.query(`delete from price_pool_member`)).rejects.toThrow(/append-only/);
  });

  it("two people who open the same days at once get one price pool", async () => {
    const { terms } = await opened();
    const next = { ...terms, from: "2026-06-01", to: "2026-06-30" };
    const both = await Promise.all([1, 2, 3].map(() => house.settlement.pricePools.open(next)));
    expect(both.filter((one) => one.ok)).toHaveLength(1);
  });
});
