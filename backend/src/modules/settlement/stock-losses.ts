import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { stockLossJournal, worthOfLost, type LossBasis, type PriceMode } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { inTransaction, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { currencyCode, safeNumber } from "./amounts";
import { journalOf, writeJournals } from "./ledger";
import { lockPayablesOf } from "./payables";

/** How far back sales say what a kilogram of a pool is worth, and how many of its lines at most. */
const SALES_DAYS = 90;
const SALES_LINES = 1_000;
/** Losses that are priced in one transaction. */
const LOSSES_A_RUN = 2_000;

/** What an approved stock-taking leaves to the cooperative, as the pool says. */
export interface StockLoss {
  stocktake_id: string;
  cooperative_id: string;
  pool_id: string;
  /** The cooperative's. */
  currency: string;
  price_mode: PriceMode;
  lots: readonly {
    lot_id: string;
    household_id: string;
    units: number;
    grams: number;
    ticket_price_minor: number | null;
    ticket_currency: string | null;
    ticket_per: "kg" | "piece" | null;
  }[];
}

/** Null amount: nobody knows a price yet. */
export interface StockLossView {
  lot_id: string;
  currency: string;
  amount_minor: number | null;
  basis: LossBasis | null;
}

/**
 * What the ledger booked for the losses of a period, payable by payable: the right side of the check at approval. Takes the
 * period.
 */
export const BOOKED_STOCK_LOSSES = `
  select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
  from stock_loss x
  join journal j on j.kind = 'stock_loss' and j.source_id = x.stocktake_id || ':' || x.lot_id
  join posting p on p.journal_id = j.id
  join account a on a.id = p.account_id and a.kind = 'household_payable'
  where x.period_id = ?
  group by 1, 2`;

/** Goods that a stock-taking found missing and the cooperative bears: their households are owed what they are worth, once. */
export class StockLosses {
  constructor(private readonly sql: Knex) {}

  /** Takes note of a count's losses and books what has a price. How many lots were booked. */
  book(input: StockLoss & { message_id?: string }): Promise<number> {
    return inTransaction(this.sql, (tx) => this.book_(tx, input));
  }

  async book_(tx: Transaction, input: StockLoss & { message_id?: string }): Promise<number> {
    if (input.message_id && !(await claim(tx, "stock-loss", input.message_id))) return 0;
    const currency = currencyCode(input.currency);
    const priced = (lot: StockLoss["lots"][number]) => lot.ticket_per !== null && lot.ticket_currency !== null;
    await insertAll(
      tx,
      "stock_loss",
      [
        ["stocktake_id", "text", () => input.stocktake_id],
        ["lot_id", "text", (lot) => lot.lot_id],
        ["cooperative_id", "text", () => input.cooperative_id],
        ["household_id", "text", (lot) => lot.household_id],
        ["pool_id", "text", () => input.pool_id],
        ["currency", "text", () => currency],
        ["price_mode", "text", () => input.price_mode],
        ["units", "bigint", (lot) => lot.units],
        ["grams", "bigint", (lot) => lot.grams],
        ["ticket_price_minor", "bigint", (lot) => (priced(lot) ? lot.ticket_price_minor : null)],
        ["ticket_per", "text", (lot) => (priced(lot) ? lot.ticket_per : null)],
        ["ticket_currency", "text", (lot) => (priced(lot) ? currencyCode(lot.ticket_currency ?? "") : null)],
      ],
      input.lots,
      "on conflict do nothing",
    );
    return price_(tx, await unpriced(tx, { stocktake_id: input.stocktake_id }));
  }

  /** Books what had no price when it was counted and has one now. Two who do it at once do different lots. */
  bookWaiting(): Promise<number> {
    return inTransaction(this.sql, async (tx) => price_(tx, await unpriced(tx, {})));
  }

  /** What was booked for a count, lot by lot. */
  async of(stocktake_id: string, cooperative_id: string): Promise<StockLossView[]> {
    const found = await rows<Omit<StockLossView, "amount_minor"> & { amount_minor: string | null }>(
      this.sql,
      `select lot_id, currency, amount_minor, basis from stock_loss where stocktake_id = ? and cooperative_id = ? order by lot_id`,
      [stocktake_id, cooperative_id],
    );
    return found.map((one) => ({
      ...one,
      amount_minor: one.amount_minor === null ? null : safeNumber(one.amount_minor),
    }));
  }
}

interface Unpriced {
  stocktake_id: string;
  lot_id: string;
  cooperative_id: string;
  household_id: string;
  pool_id: string;
  currency: string;
  price_mode: PriceMode;
  units: string;
  grams: string;
  ticket_price_minor: string | null;
  ticket_per: "kg" | "piece" | null;
  ticket_currency: string | null;
}

function unpriced(tx: Transaction, of: { stocktake_id?: string }): Promise<Unpriced[]> {
  return rows<Unpriced>(
    tx,
    `select stocktake_id, lot_id, cooperative_id, household_id, pool_id, currency, price_mode, units, grams, ticket_price_minor, ticket_per, ticket_currency
     from stock_loss where at is null and (?::text is null or stocktake_id = ?)
     order by looked_at, stocktake_id, lot_id limit ${LOSSES_A_RUN} for update skip locked`,
    [of.stocktake_id ?? null, of.stocktake_id ?? null],
  );
}

async function price_(tx: Transaction, losses: readonly Unpriced[]): Promise<number> {
  const sold = await soldOfLate(tx, losses);
  const booked = losses.flatMap((one) => {
    const of_late = soldIn(sold.get(one.pool_id) ?? [], one);
    const worth = worthOfLost({
      price_mode: one.price_mode,
      units: BigInt(one.units),
      grams: BigInt(one.grams),
      ticket:
        one.ticket_price_minor === null || one.ticket_per === null
          ? null
          : { price_minor: BigInt(one.ticket_price_minor), per: one.ticket_per },
      sold: of_late ?? null,
    });
    if (!worth.ok) return [];
    const by = { sales: of_late?.currency, ticket: one.ticket_currency, average: one.currency }[worth.value.basis];
    return [{ ...one, ...worth.value, currency: by ?? one.currency }];
  });
  // What has none goes to the end of the row: it keeps no other from being looked at.
  await tx.raw(
    `update stock_loss s set looked_at = clock_timestamp() from unnest(?::text[], ?::text[]) as x (stocktake_id, lot_id)
     where s.stocktake_id = x.stocktake_id and s.lot_id = x.lot_id`,
    [losses.map((one) => one.stocktake_id), losses.map((one) => one.lot_id)] as never,
  );
  if (booked.length === 0) return 0;
  await lockPayablesOf(
    tx,
    booked.map((one) => one.household_id),
  );
  await writeJournals(
    tx,
    booked
      .filter((one) => one.amount_minor > 0n)
      .map((one) => ({
        source_id: `${one.stocktake_id}:${one.lot_id}`,
        journal: journalOf(
          stockLossJournal({
            currency: one.currency,
            cooperative: one.cooperative_id,
            household: one.household_id,
            lot: one.lot_id,
            amount_minor: one.amount_minor,
            memo: `Missing at stock-taking ${one.stocktake_id}`,
          }),
        ),
      })),
  );
  await tx.raw(
    `update stock_loss s set amount_minor = x.amount_minor, basis = x.basis, currency = x.currency, at = now()
     from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[]) as x (stocktake_id, lot_id, amount_minor, basis, currency)
     where s.stocktake_id = x.stocktake_id and s.lot_id = x.lot_id`,
    [
      booked.map((one) => one.stocktake_id),
      booked.map((one) => one.lot_id),
      booked.map((one) => one.amount_minor.toString()),
      booked.map((one) => one.basis),
      booked.map((one) => one.currency),
    ] as never,
  );
  return booked.length;
}

interface SoldOfLate {
  currency: string;
  share_minor: bigint;
  grams: bigint;
}

/** What a pool was sold for in the cooperative's currency; where it was not, in the ticket's; else in the one of its last sale. */
function soldIn(sold: readonly SoldOfLate[], loss: Unpriced): SoldOfLate | undefined {
  const named = (currency: string | null) => sold.find((one) => one.currency === currency);
  return named(loss.currency) ?? named(loss.ticket_currency) ?? sold[0];
}

/** What the last sales of pools left their households, holdback included, and of how many grams; a pool's last currency first. */
async function soldOfLate(sql: Sql, losses: readonly Unpriced[]): Promise<ReadonlyMap<string, SoldOfLate[]>> {
  const found = await rows<{ pool_id: string; currency: string; share: string; grams: string }>(
    sql,
    `select k.pool_id, l.currency, sum(r.share) as share, sum(r.grams) as grams
     from unnest(?::text[]) as k (pool_id)
     cross join lateral (
       select id, currency, posted_at from sale_line where pool_id = k.pool_id and posted_at > now() - make_interval(days => ${SALES_DAYS})
       order by posted_at desc limit ${SALES_LINES}) l
     cross join lateral (
       select sum(amount_minor) as share, max(grams) as grams from sale_line_row
       where sale_line_id = l.id and household_id is not null group by household_id, lot_id) r
     group by 1, 2 order by max(l.posted_at) desc, 2`,
    [[...new Set(losses.map((one) => one.pool_id))]],
  );
  const sold = found.map(({ pool_id, currency, share, grams }) => ({
    pool_id,
    currency,
    share_minor: BigInt(share),
    grams: BigInt(grams),
  }));
  return groupBy(sold, (one) => one.pool_id);
}
