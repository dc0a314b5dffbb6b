import { dayNumber, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { currencyCode, safeNumber } from "./amounts";
import { newId } from "./ids";
import { asResult, notAllowed } from "./refusals";

export type MemberEntryKind = "joined" | "left" | "paid_in" | "paid_back";

export interface MemberEntryInput {
  cooperative_id: string;
  household_id: string;
  kind: MemberEntryKind;
  /** Of share capital; with `paid_in` and `paid_back` only. */
  amount_minor?: bigint | undefined;
  currency?: string | undefined;
  on_day: string;
  words: string;
  person: string;
  idempotency_key: string;
}

export interface MemberEntry {
  id: string;
  kind: MemberEntryKind;
  currency: string | null;
  amount_minor: number | null;
  on_day: string;
  words: string;
  person: string;
  at_key: string;
}

export interface MemberStanding {
  member: boolean;
  /** Of the last joining or leaving; null when it is a member since it was registered. */
  since: string | null;
  shares: { currency: string; amount_minor: number }[];
}

/**
 * Who is a member, and with which share capital: a register of what happened, entry by entry, never changed. The money itself is in
 * the accountant's books, not in this ledger, which holds what buyers paid.
 */
export class Members {
  constructor(private readonly sql: Knex) {}

  record(input: MemberEntryInput): Promise<Result<{ id: string }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => record_(tx, input)));
  }

  standing(household_id: string): Promise<MemberStanding> {
    return standingOf(this.sql, household_id);
  }

  /** Newest first. */
  entries(input: { household_id: string; cursor?: string | undefined; limit: number }): Promise<MemberEntry[]> {
    const place = placeOf(input.cursor);
    return rows<Omit<MemberEntry, "amount_minor"> & { amount_minor: string | null }>(
      this.sql,
      `select id, kind, currency, amount_minor, on_day::text as on_day, words, person, ${atKey("at")}
       from member_entry where household_id = ? and (at, id) < (?::timestamptz, ?) order by at desc, id desc limit ?`,
      [input.household_id, place.at, place.id, input.limit],
    ).then((found) =>
      found.map((one) => ({ ...one, amount_minor: one.amount_minor === null ? null : safeNumber(one.amount_minor) })),
    );
  }
}

async function record_(tx: Transaction, input: MemberEntryInput): Promise<{ id: string }> {
  if (dayNumber(input.on_day) === null) throw notAllowed("invalid_date", "Days are written such as 2026-11-01.");
  const money = input.kind === "paid_in" || input.kind === "paid_back";
  const amount = input.amount_minor ?? 0n;
  if (money ? amount <= 0n : input.amount_minor !== undefined)
    throw notAllowed(
      "invalid_amount",
      "Share capital paid in or back is more than zero; joining and leaving have no amount.",
    );
  const currency = money ? currencyCode(input.currency ?? "") : null;
  // One after the other for a household: two who pay back at once must not give out more than is there.
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`member:${input.household_id}`]);
  const known = await row<{ id: string; same: boolean }>(
    tx,
    `select id, household_id = ? and kind = ? and amount_minor is not distinct from ?::bigint and currency is not distinct from ? and on_day = ?::date as same
     from member_entry where cooperative_id = ? and idempotency_key = ?`,
    [
      input.household_id,
      input.kind,
      money ? amount.toString() : null,
      currency,
      input.on_day,
      input.cooperative_id,
      input.idempotency_key,
    ],
  );
  if (known?.same) return { id: known.id };
  if (known) throw notAllowed("idempotency_conflict", "This was sent before with other figures. Nothing was written.");
  const standing = await standingOf(tx, input.household_id);
  if (input.kind === "joined" && standing.member && standing.since !== null)
    throw notAllowed("member_state", "This household is a member already.");
  if (input.kind === "left" && !standing.member) throw notAllowed("member_state", "This household has left already.");
  const has = standing.shares.find((one) => one.currency === currency)?.amount_minor ?? 0;
  if (input.kind === "paid_back" && amount > BigInt(has))
    throw notAllowed("shares_not_there", `This household has paid in ${has} minor units. Nothing was written.`);
  const id = newId("mentry");
  await tx.raw(
    `insert into member_entry (id, cooperative_id, household_id, kind, currency, amount_minor, on_day, words, person, idempotency_key)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.cooperative_id,
      input.household_id,
      input.kind,
      currency,
      money ? amount.toString() : null,
      input.on_day,
      input.words,
      input.person,
      input.idempotency_key,
    ] as string[],
  );
  return { id };
}

async function standingOf(sql: Sql, household_id: string): Promise<MemberStanding> {
  const last = await row<{ kind: string; on_day: string }>(
    sql,
    `select kind, on_day::text as on_day from member_entry where household_id = ? and kind in ('joined', 'left')
     order by on_day desc, at desc, id desc limit 1`,
    [household_id],
  );
  const shares = await rows<{ currency: string; amount_minor: string }>(
    sql,
    `select currency, sum(case kind when 'paid_in' then amount_minor else -amount_minor end) as amount_minor
     from member_entry where household_id = ? and amount_minor is not null group by 1 order by 1`,
    [household_id],
  );
  return {
    member: last?.kind !== "left",
    since: last?.on_day ?? null,
    shares: shares.map((one) => ({ currency: one.currency, amount_minor: safeNumber(one.amount_minor) })),
  };
}
