import knex, { type Knex } from "knex";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { todayOf } from "../../src/lib/today";
import type { PayoutAccount } from "../../src/modules/settlement/accounts";
import type { LotPrice } from "../../src/modules/settlement/price-rows";
import SettlementService from "../../src/modules/settlement/service";
import { value, id } from "../result";

export { value, reasonOf, id } from "../result";

/** The real service on a migrated database of its own. */
export interface SettlementHouse {
  settlement: SettlementService;
  db: TestDatabase["pool"];
  knex: Knex;
  url: string;
  close(): Promise<void>;
}

export async function settlementHouse(): Promise<SettlementHouse> {
  const database = await testDatabase();
  const connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  return {
    settlement: new SettlementService({ __pg_connection__: connection }),
    db: database.pool,
    knex: connection,
    url: database.url,
    async close() {
      await connection.destroy();
      await database.drop();
    },
  };
}

/** A cooperative with a policy and a paying account. */
export async function givenCooperative(
  house: SettlementHouse,
  policy: { currency?: string; holdback_bp?: number; minimum_payout_minor?: number; agent_bp?: number } = {},
  cooperative_id = id("coop"),
): Promise<string> {
  value(
    await house.settlement.publishPolicy({
      cooperative_id,
      currency: policy.currency ?? "CNY",
      platform_bp: 300,
      cooperative_bp: 500,
      agent_bp: policy.agent_bp ?? 0,
      packing_minor_per_kg: 40,
      holdback_bp: policy.holdback_bp ?? 0,
      hold_days: 0,
      minimum_payout_minor: policy.minimum_payout_minor ?? 0,
      person: "member_seed",
    }),
  );
  value(
    await house.settlement.setPayingAccount({
      cooperative_id,
      name: "竹塘合作社",
      account: "6222020000000007",
      bank: { system: "CNAPS", member_id: "102100099996" },
      person: "member_seed",
    }),
  );
  return cooperative_id;
}

export interface GivenLine {
  cooperative_id: string;
  grams: number;
  paid_minor: bigint | number;
  tax_minor?: bigint | number;
  freight_minor?: bigint | number;
  lots: { lot_id?: string; household_id: string; grams: number }[];
}

export interface GivenOrder {
  order_id: string;
  currency: string;
  lines: (GivenLine & { order_line_id: string })[];
}

export function order(lines: GivenLine[], currency = "CNY"): GivenOrder {
  return { order_id: id("order"), currency, lines: lines.map((line) => ({ ...line, order_line_id: id("line") })) };
}

export function captureInput(given: GivenOrder) {
  return {
    order_id: given.order_id,
    currency: given.currency,
    captured_minor: given.lines.reduce((sum, line) => sum + BigInt(line.paid_minor), 0n),
    provider_ref: `pi_${given.order_id}`,
    lines: given.lines.map((line) => ({
      order_line_id: line.order_line_id,
      cooperative_id: line.cooperative_id,
      pool_id: "pool_1",
      units: line.grams,
      grams: line.grams,
      paid_minor: line.paid_minor,
      tax_minor: line.tax_minor ?? 0,
    })),
  };
}

export function postInput(given: GivenOrder) {
  return {
    order_id: given.order_id,
    allocations: given.lines.flatMap((line) =>
      line.lots.map((lot, index) => ({
        order_line_id: line.order_line_id,
        lot_id: lot.lot_id ?? `lot_${line.order_line_id}_${index}`,
        household_id: lot.household_id,
        units: lot.grams,
        grams: lot.grams,
      })),
    ),
    freight: given.lines.map((line) => ({ order_line_id: line.order_line_id, freight_minor: line.freight_minor ?? 0 })),
  };
}

/** Captured and divided. */
export async function sold(house: SettlementHouse, lines: GivenLine[], currency = "CNY"): Promise<GivenOrder> {
  const given = order(lines, currency);
  value(await house.settlement.recordCapture(captureInput(given)));
  value(await house.settlement.postSale(postInput(given)));
  return given;
}

export const account = {
  bank: (household_id: string, number = "6222021234567894"): PayoutAccount => ({
    household_id,
    name: "王秀英",
    rail: "bank_file",
    account: number,
    bank: { system: "CNAPS", member_id: "102100099996" },
  }),
  stripe: (household_id: string, stripe_account_id: string): PayoutAccount => ({
    household_id,
    name: "李建国",
    rail: "stripe",
    account: null,
    stripe_account_id,
  }),
  cash: (household_id: string): PayoutAccount => ({ household_id, name: "赵大娘", rail: "cash", account: null }),
};

/** What is sold in a test is sold now: it is of a period of this year. */
export const THIS_YEAR = Number(todayOf().slice(0, 4));

/** First and last day of a whole year: 0 this one, 1 the next. */
export const yearIn = (years: number): [string, string] => [`${THIS_YEAR + years}-01-01`, `${THIS_YEAR + years}-12-31`];

/** Opened and settled, asked for by member_maker. */
export async function settledPeriod(
  house: SettlementHouse,
  cooperative_id: string,
  days: [string, string] = yearIn(0),
): Promise<string> {
  const period = value(
    await house.settlement.openPeriod({ cooperative_id, from: days[0], to: days[1], person: "member_maker" }),
  );
  value(await house.settlement.requestSettlement({ period_id: period.id, person: "member_maker" }));
  value(await house.settlement.settlePeriod({ message_id: id("out"), period_id: period.id }));
  return period.id;
}

export async function violations(house: SettlementHouse): Promise<Record<string, number>> {
  return Object.fromEntries(
    (await house.settlement.invariants()).map((invariant) => [invariant.id, invariant.violations]),
  );
}

/** What a household's statements say, newest first, each with its lots, everything else on it, and its payouts. */
export async function statementsOf(house: SettlementHouse, household_id: string) {
  const statement_ids = (await house.settlement.statementHeads(household_id)).map((head) => head.id);
  const facts = await house.settlement.statements.facts({ statement_ids, household_id });
  return statement_ids.flatMap((one) => facts.find((fact) => fact.id === one) ?? []);
}

/** How a lot is priced, as its pool would say: by sale when nothing else is given. */
export const priceOf = (lot: { lot_id: string }, more: Partial<LotPrice> = {}): LotPrice => ({
  lot_id: lot.lot_id,
  number: "W0000001",
  pool_id: "pool_1",
  price_mode: "by_sale",
  weighed_on: "2026-03-10",
  intake_price_minor: null,
  intake_currency: null,
  intake_per: null,
  ...more,
});

export const NONE = {
  M1: 0,
  M2: 0,
  M3: 0,
  M4: 0,
  M4c: 0,
  M6: 0,
  M6c: 0,
  M9: 0,
  M12: 0,
  M13: 0,
  M15: 0,
  M16: 0,
  M17: 0,
  M18: 0,
  M19: 0,
  M11: 0,
  M5: 0,
  M5h: 0,
  M5p: 0,
};

/** A photo of a signed sheet of a cash batch. */
export async function cashPhoto(
  house: SettlementHouse,
  of: { batch_id: string; cooperative_id: string },
  source_sha256: string,
): Promise<string> {
  const kept = await house.settlement.cash.keepPhoto({
    ...of,
    file: `cash-photos/${source_sha256}.jpg`,
    source_sha256,
    width: 10,
    height: 10,
    bytes: 100,
    person: "payer",
  });
  return value(kept).id;
}

/** All of a cash batch handed out by one person and confirmed by another. */
export async function paidInCash(house: SettlementHouse, batch_id: string, cooperative_id: string): Promise<void> {
  const photo_id = await cashPhoto(house, { batch_id, cooperative_id }, "sheet");
  const lines = await house.settlement.cash.lines(batch_id, cooperative_id);
  const all = { batch_id, cooperative_id, payout_ids: { all_of: lines.map((line) => line.payout_id) } };
  value(await house.settlement.cash.handOut({ ...all, person: "payer", photo_id }));
  value(await house.settlement.cash.confirm({ ...all, person: "witness" }));
}
