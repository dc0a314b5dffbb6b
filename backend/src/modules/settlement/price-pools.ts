import { advanceJournal, advanceOf, dayNumber, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { currencyCode, safeNumber } from "./amounts";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { close_, type AcceptedLot } from "./price-closing";
import { lockPricePool, PRICE_POOL_COLUMNS, writeEntries, type PricePoolRow } from "./price-pool-rows";
import { asResult, notAllowed, notFound } from "./refusals";

export interface OpenPricePoolInput {
  cooperative_id: string;
  name: string;
  currency: string;
  /** First and last day of weighing in, ISO; both belong to it. */
  from: string;
  to: string;
  /** Of the price of the day, given ahead at weigh-in. */
  advance_bp: number;
  members: readonly { pool_id: string; factor_bp: number }[];
  person: string;
}

/** A lot at weigh-in, as the pool says. */
export interface AdvanceInput {
  message_id?: string;
  lot_id: string;
  number: string;
  pool_id: string;
  household_id: string;
  cooperative_id: string;
  weighed_on: string;
  grams: number;
  price_minor_per_kg: number;
  currency: string;
}

/** Grades and villages that share one price; more is a typing mistake. */
const MAX_MEMBERS = 50;
const MAX_DAYS = 400;

/**
 * Price pools (docs/adr/0025): what is sold of a period's goods goes into one purse, households get an advance at weigh-in, and
 * when it closes their share by accepted grams x grade factor, the advance netted. Opened again it gives the difference.
 */
export class PricePools {
  constructor(private readonly sql: Knex) {}

  /** Opens one. Its terms stand from then on. Refuses days that another one of the same pool and currency has. */
  open(input: OpenPricePoolInput): Promise<Result<{ id: string }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => open_(tx, input)));
  }

  /** Books the advance of a lot; once, whatever is replayed. Nothing when no open price pool covers its day. */
  advance(input: AdvanceInput): Promise<Result<{ advance_minor: bigint }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => advance_(tx, input)));
  }

  /** Shares what has come in. The last day must be over; `today` is the cooperative's. */
  close(input: {
    price_pool_id: string;
    cooperative_id: string;
    person: string;
    today: string;
    lots: readonly AcceptedLot[];
  }): Promise<Result<{ revision: number; shared_minor: bigint; lots: number }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => close_(tx, input)));
  }

  /** Opens a closed one again: what came in late, or a corrected weight, is shared by the next closing. */
  reopen(input: {
    price_pool_id: string;
    cooperative_id: string;
    person: string;
    reason: string;
  }): Promise<Result<{ state: "open" }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const pool = await lockPricePool(tx, input.price_pool_id, input.cooperative_id);
        if (pool.state === "open") throw notAllowed("price_pool_state", "This price pool is open already.");
        await tx.raw(
          `update price_pool set state = 'open', reopened_by = ?, reopened_because = ?, updated_at = now() where id = ?`,
          [input.person, input.reason, pool.id],
        );
        return { state: "open" as const };
      }),
    );
  }

  /** What closing needs to know of it, for whoever asks the pool for the lots. */
  members(price_pool_id: string, cooperative_id: string) {
    return asResult(async () => {
      const pool = await row<PricePoolRow>(this.sql, `select ${PRICE_POOL_COLUMNS} from price_pool where id = ?`, [
        price_pool_id,
      ]);
      if (!pool || pool.cooperative_id !== cooperative_id) throw notFound("price pool");
      const members = await rows<{ pool_id: string; factor_bp: number }>(
        this.sql,
        `select pool_id, factor_bp from price_pool_member where price_pool_id = ? order by pool_id`,
        [pool.id],
      );
      return { ...pool, members };
    });
  }

  /** Of a cooperative, newest first, with what waits to be shared. */
  async list(input: { cooperative_id: string; cursor?: string; limit: number }) {
    const place = placeOf(input.cursor);
    const found = await rows<PricePoolRow & { at_key: string; waiting: string; shared: string; advanced: string }>(
      this.sql,
      `select ${PRICE_POOL_COLUMNS}, ${atKey("created_at")},
              coalesce((select -sum(p.amount_minor) from account a join posting p on p.account_id = a.id
                        where a.kind = 'price_pool' and a.party = price_pool.id), 0) as waiting,
              coalesce((select sum(s.difference_minor) from price_pool_share s where s.price_pool_id = price_pool.id), 0) as shared,
              coalesce((select sum(v.amount_minor) from price_pool_advance v where v.price_pool_id = price_pool.id), 0) as advanced
       from price_pool where cooperative_id = ? and (created_at, id) < (?::timestamptz, ?)
       order by created_at desc, id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit],
    );
    return found.map(({ waiting, shared, advanced, ...pool }) => ({
      ...pool,
      waiting_minor: safeNumber(waiting),
      shared_minor: safeNumber(shared),
      advanced_minor: safeNumber(advanced),
    }));
  }
}

async function open_(tx: Transaction, input: OpenPricePoolInput): Promise<{ id: string }> {
  const currency = currencyCode(input.currency);
  const [from, to] = [dayNumber(input.from), dayNumber(input.to)];
  if (from === null || to === null) throw notAllowed("invalid_date", "Days are written such as 2026-11-01.");
  if (to < from || to - from > MAX_DAYS)
    throw notAllowed("invalid_period", `A price pool ends on or after its first day, within ${MAX_DAYS} days.`);
  const ids = input.members.map((one) => one.pool_id);
  if (ids.length === 0 || ids.length > MAX_MEMBERS || new Set(ids).size !== ids.length)
    throw notAllowed("invalid_members", `A price pool has between 1 and ${MAX_MEMBERS} different pools.`);
  // One opener at a time per cooperative, or two could take the same days.
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`price_pool:${input.cooperative_id}`]);
  const other = await row<{ name: string }>(
    tx,
    `select p.name from price_pool p join price_pool_member m on m.price_pool_id = p.id
     where m.pool_id = any(?) and p.currency = ? and p.from_date <= ?::date and ?::date <= p.to_date limit 1`,
    [ids, currency, input.to, input.from],
  );
  if (other) {
    throw notAllowed(
      "price_pool_overlaps",
      `The price pool "${other.name}" has days of these already: nothing was opened.`,
    );
  }
  const id = newId("pricepool");
  await tx.raw(
    `insert into price_pool (id, cooperative_id, name, currency, from_date, to_date, advance_bp, opened_by) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, input.cooperative_id, input.name, currency, input.from, input.to, input.advance_bp, input.person],
  );
  await insertAll(
    tx,
    "price_pool_member",
    [
      ["price_pool_id", "text", () => id],
      ["pool_id", "text", (one) => one.pool_id],
      ["factor_bp", "int", (one) => one.factor_bp],
    ],
    input.members,
  );
  return { id };
}

async function advance_(tx: Transaction, input: AdvanceInput): Promise<{ advance_minor: bigint }> {
  const none = { advance_minor: 0n };
  if (input.message_id && !(await claim(tx, "advance", input.message_id))) return none;
  // Shared with other weigh-ins, not with a closing: a lot is advanced before it or not at all.
  const pool = await row<PricePoolRow>(
    tx,
    `select ${PRICE_POOL_COLUMNS} from price_pool
     where cooperative_id = ? and currency = ? and state = 'open' and ?::date between from_date and to_date
       and id in (select price_pool_id from price_pool_member where pool_id = ?) for share`,
    [input.cooperative_id, input.currency, input.weighed_on, input.pool_id],
  );
  if (!pool) return none;
  const amount_minor = advanceOf({
    grams: BigInt(input.grams),
    price_minor_per_kg: BigInt(input.price_minor_per_kg),
    advance_bp: pool.advance_bp,
  });
  if (amount_minor === 0n) return none;
  const fresh = await row(
    tx,
    `insert into price_pool_advance (lot_id, price_pool_id, household_id, amount_minor) values (?, ?, ?, ?)
     on conflict do nothing returning lot_id`,
    [input.lot_id, pool.id, input.household_id, amount_minor.toString()],
  );
  if (!fresh) return none;
  const journal = journalOf(
    advanceJournal({
      currency: pool.currency,
      household: input.household_id,
      lot: input.lot_id,
      amount_minor,
      memo: `Advance on ${input.number}`,
    }),
  );
  await writeJournals(tx, [{ journal, source_id: input.lot_id }]);
  await writeEntries(tx, pool, [
    {
      household: input.household_id,
      lot: input.lot_id,
      kind: "advance",
      rule: "pool_advance",
      grams: input.grams,
      amount_minor: -amount_minor,
    },
  ]);
  return { advance_minor: amount_minor };
}
