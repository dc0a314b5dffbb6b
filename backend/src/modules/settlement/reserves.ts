import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { reserveJournal, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { currencyCode, safeNumber } from "./amounts";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { asResult, notAllowed } from "./refusals";

export interface ReserveState {
  currency: string;
  /** There now, what it has lent left out; below zero: it lacks so much. */
  reserve_minor: number;
  /** Lent to households that owe. */
  lent_minor: number;
  /** Of the cooperative's fees: what could be set aside. What claims and missing goods took, and what members were given back, is gone. */
  fees_minor: number;
}

/** A cooperative's surplus is the sum of these accounts, for its reserve and for a refund to its members alike. */
export const SURPLUS_KINDS = `('cooperative_fee', 'claim_loss', 'stock_loss', 'surplus_shared')`;

/** What a cooperative sets aside of its fees, so that a buyer is refunded at once while households give back slowly. */
export class Reserves {
  constructor(private readonly sql: Knex) {}

  of(cooperative_id: string): Promise<ReserveState[]> {
    return reserveOf(this.sql, cooperative_id);
  }

  /** Above zero: fees -> reserve; below: back. Never more than is there. The same key again moves nothing. */
  move(input: {
    cooperative_id: string;
    currency: string;
    amount_minor: bigint;
    words: string;
    person: string;
    idempotency_key: string;
  }): Promise<Result<null, Refusal>> {
    const { cooperative_id, amount_minor, idempotency_key } = input;
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const currency = currencyCode(input.currency);
        await lockReserve(tx, cooperative_id);
        const known = await row<{ amount_minor: string; currency: string }>(
          tx,
          `select amount_minor, currency from reserve_move where cooperative_id = ? and idempotency_key = ?`,
          [cooperative_id, idempotency_key],
        );
        if (known) {
          if (BigInt(known.amount_minor) === amount_minor && known.currency === currency) return null;
          throw notAllowed("idempotency_conflict", "This was sent before with another amount. Nothing was moved.");
        }
        const state = (await reserveOf(tx, cooperative_id)).find((one) => one.currency === currency);
        const most = amount_minor > 0n ? (state?.fees_minor ?? 0) : (state?.reserve_minor ?? 0);
        const wanted = amount_minor > 0n ? amount_minor : -amount_minor;
        if (wanted === 0n || wanted > BigInt(Math.max(most, 0)))
          throw notAllowed(
            "reserve_not_enough",
            `There are ${Math.max(most, 0)} minor units to move. Nothing was moved.`,
          );
        const id = newId("rmove");
        await tx.raw(
          `insert into reserve_move (id, cooperative_id, currency, amount_minor, words, person, idempotency_key) values (?, ?, ?, ?, ?, ?, ?)`,
          [id, cooperative_id, currency, amount_minor.toString(), input.words, input.person, idempotency_key],
        );
        const journal = journalOf(
          reserveJournal({ cooperative_id, currency, amount_minor, memo: `Reserve: ${input.words}`.slice(0, 200) }),
        );
        await writeJournals(tx, [{ journal, source_id: id }]);
        return null;
      }),
    );
  }
}

/** Who takes from a cooperative's fees (its reserve, a refund of the year) takes one after the other. */
export async function lockReserve(tx: Transaction, cooperative_id: string): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`reserve:${cooperative_id}`]);
}

async function reserveOf(sql: Sql, cooperative_id: string): Promise<ReserveState[]> {
  const found = await rows<{ currency: string; reserve: string; lent: string; fees: string }>(
    sql,
    `select a.currency, coalesce(-sum(p.amount_minor) filter (where a.kind = 'reserve'), 0) as reserve,
            coalesce(-sum(p.amount_minor) filter (where a.kind = 'reserve_bridge'), 0) as lent,
            coalesce(-sum(p.amount_minor) filter (where a.kind in ${SURPLUS_KINDS}), 0) as fees
     from account a join posting p on p.account_id = a.id
     where a.party = ? and (a.kind in ('reserve', 'reserve_bridge') or a.kind in ${SURPLUS_KINDS}) group by 1 order by 1`,
    [cooperative_id],
  );
  return found.map((one) => ({
    currency: one.currency,
    reserve_minor: safeNumber(one.reserve),
    lent_minor: safeNumber(one.lent),
    fees_minor: safeNumber(one.fees),
  }));
}
