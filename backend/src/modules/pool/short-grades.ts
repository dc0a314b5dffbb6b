import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { GradeTerms } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { Changed, stale } from "./short-moves";
import { changeCounters, lockPools, writeMovements } from "./queries";
import { keepRecalledFromSale_ } from "./recall-holds";
import type { ShortRow } from "./short-types";

// Packs that another grade may fill: what buyers are asked, what they agreed to, and the goods that are held meanwhile.

/** What a buyer is asked about one line. */
export interface GradeOfferRow extends GradeTerms {
  order_id: string;
  order_line_id: string;
  pool_id: string;
  packs: number;
  pack_units: number;
  currency: string;
  /** What goes back if the other grade comes. */
  back_minor: number;
}

/** An offer with what was said about it, and the units held for it. */
export interface StandingOffer extends GradeOfferRow {
  short_id: string;
  answer: "accept" | "decline" | null;
  kept: number;
}

export interface GradeConsent extends GradeTerms {
  short_id: string;
  order_id: string;
  order_line_id: string;
  pool_id: string;
  /** Those that were filled: a yes that was answered with a refund counts for nothing. */
  packs: number;
  lots: { lot: string; units: number }[];
  agreed_at: Date;
}

const TERMS = `from_minor::float8 as from_minor, from_units::float8 as from_units, to_minor::float8 as to_minor, to_units::float8 as to_units`;

export class ShortGrades {
  constructor(private readonly sql: Knex) {}

  /** What a short offered, line by line, and how it was answered. */
  ofShort(short_id: string): Promise<StandingOffer[]> {
    return rows<StandingOffer>(
      this.sql,
      `select o.short_id, o.order_id, o.order_line_id, o.pool_id, o.packs::float8 as packs, o.pack_units::float8 as pack_units, o.currency, ${TERMS},
              o.back_minor::float8 as back_minor, q.answer,
              case when exists (select from hold h join hold_line l on l.hold_id = h.id
                where h.kind = 'short' and h.owner_id = o.short_id || ':' || o.order_id and l.pool_id = o.pool_id)
              then o.packs * o.pack_units else 0 end::float8 as kept
       from short_offer o join short_question q on q.short_id = o.short_id and q.order_id = o.order_id
       where o.short_id = ? order by o.order_line_id`,
      [short_id],
    );
  }

  /** What buyers agreed to and got, of shorts that stand, with the lots that filled it: each consent keeps its own prices. */
  standing(order_ids: readonly string[]): Promise<GradeConsent[]> {
    return rows<GradeConsent>(
      this.sql,
      `select c.short_id, c.order_id, c.order_line_id, c.pool_id, least(c.packs, floor(g.units * c.packs / c.units))::float8 as packs, g.lots,
         c.agreed_at, ${TERMS}
       from short_consent c join short s on s.id = c.short_id
       cross join lateral (
         select sum(h.units_after - h.units_before) as units,
           json_agg(json_build_object('lot', h.lot_id, 'units', h.units_after - h.units_before) order by h.lot_id) as lots
         from short_share h where h.short_id = c.short_id and h.order_line_id = c.order_line_id and h.pool_id = c.pool_id
           and h.units_after > h.units_before) g
       where g.units is not null and c.order_id = any(?) and s.state in ('applied', 'undoing', 'closed') order by c.agreed_at, c.short_id, c.order_line_id`,
      [[...order_ids]],
    );
  }
}

/** The hold that keeps another grade for an order while its buyer is asked. */
const ownerOf = (short_id: string, order_id: string) => `${short_id}:${order_id}`;

interface OfferHold {
  id: string;
  owner_id: string;
  state: string;
}

/** Locks the holds of a short's offers in the order of their ids; before any pool. */
export function lockOfferHolds(tx: Transaction, short_id: string): Promise<OfferHold[]> {
  return rows<OfferHold>(
    tx,
    `select id, owner_id, state from hold where kind = 'short'
       and owner_id in (select short_id || ':' || order_id from short_question where short_id = ?)
     order by id for update`,
    [short_id],
  );
}

/**
 * Sets what a short offers: the rows, and exactly the units of the other pools, held until `due_at`. Holds of orders that
 * agreed stay; those of orders that are not asked any more end. Throws `Changed` when the goods are no longer there.
 */
export async function setOffers(
  tx: Transaction,
  short: ShortRow,
  input: { offers: readonly GradeOfferRow[]; agreed: readonly string[]; due_at: Date },
): Promise<void> {
  const { offers, agreed, due_at } = input;
  const orders = [...new Set(offers.map((one) => one.order_id))].sort();
  if (orders.length > 0) {
    await tx.raw(
      `insert into hold (id, kind, owner_id, state, run_id)
       select o.id, 'short', o.owner_id, 'released', '' from unnest(?::text[], ?::text[]) as o (id, owner_id)
       on conflict on constraint hold_one_per_owner do nothing`,
      [orders.map(() => newId("hold")), orders.map((order_id) => ownerOf(short.id, order_id))] as never,
    );
  }
  const standing = new Set(agreed.map((order_id) => ownerOf(short.id, order_id)));
  const holds = (await lockOfferHolds(tx, short.id)).filter((hold) => !standing.has(hold.owner_id));
  await emptyHolds(
    tx,
    short,
    holds,
    offers.map((one) => one.pool_id),
  );
  await tx.raw(`delete from short_offer where short_id = ? and not order_id = any(?)`, [
    short.id,
    [...agreed],
  ] as never);
  if (offers.length === 0) return;
  await insertAll(
    tx,
    "short_offer",
    [
      ["short_id", "text", () => short.id],
      ["order_line_id", "text", (o) => o.order_line_id],
      ["order_id", "text", (o) => o.order_id],
      ["pool_id", "text", (o) => o.pool_id],
      ["packs", "bigint", (o) => o.packs],
      ["pack_units", "bigint", (o) => o.pack_units],
      ["currency", "text", (o) => o.currency],
      ["from_minor", "bigint", (o) => o.from_minor],
      ["from_units", "bigint", (o) => o.from_units],
      ["to_minor", "bigint", (o) => o.to_minor],
      ["to_units", "bigint", (o) => o.to_units],
      ["back_minor", "bigint", (o) => o.back_minor],
    ],
    offers,
  );
  const units = new Map<string, number>();
  for (const one of offers) units.set(one.pool_id, (units.get(one.pool_id) ?? 0) + one.packs * one.pack_units);
  const deltas = [...units]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pool_id, held]) => ({ pool_id, on_hand: 0, held }));
  if ((await changeCounters(tx, deltas)).length !== deltas.length) throw new Changed(stale().refusal);
  const holdOf = new Map(holds.map((hold) => [hold.owner_id, hold.id]));
  await tx.raw(
    `insert into hold_line (hold_id, pool_id, units) select x.hold_id, x.pool_id, sum(x.units)
     from unnest(?::text[], ?::text[], ?::bigint[]) as x (hold_id, pool_id, units) group by x.hold_id, x.pool_id`,
    [
      offers.map((one) => holdOf.get(ownerOf(short.id, one.order_id)) ?? ""),
      offers.map((one) => one.pool_id),
      offers.map((one) => one.packs * one.pack_units),
    ] as never,
  );
  await tx.raw(
    `update hold set state = 'soft', expires_at = ?, updated_at = now() where kind = 'short' and owner_id = any(?)`,
    [due_at, orders.map((order_id) => ownerOf(short.id, order_id))] as never,
  );
  await writeMovements(
    tx,
    deltas.map(({ pool_id, held }) => ({ pool_id, lot_id: null, kind: "hold", on_hand: 0, held })),
    { reason: "held while a buyer is asked", person: short.entered_by, source: short.number },
  );
}

/**
 * Yes: the goods stay for this order until the short is applied or dropped, and the consent is written, once. False when the
 * goods are not held any more: its time was over.
 */
export async function consentTo(
  tx: Transaction,
  question: { short_id: string; order_id: string; token: string },
): Promise<boolean> {
  const kept = await rows(
    tx,
    `update hold set state = 'confirmed', expires_at = null, updated_at = now()
     where kind = 'short' and owner_id = ? and state = 'soft' returning id`,
    [ownerOf(question.short_id, question.order_id)],
  );
  if (kept.length === 0) return false;
  await tx.raw(
    `insert into short_consent (short_id, order_line_id, order_id, pool_id, packs, units, from_minor, from_units, to_minor, to_units, token)
     select short_id, order_line_id, order_id, pool_id, packs, packs * pack_units, from_minor, from_units, to_minor, to_units, ?
     from short_offer where short_id = ? and order_id = ? on conflict do nothing`,
    [question.token, question.short_id, question.order_id],
  );
  return true;
}

/** No, no answer in time, or the short came to nothing: what was held for these orders (all, when none is named) is free again. */
export async function releaseOffers(tx: Transaction, short: ShortRow, order_ids?: readonly string[]): Promise<void> {
  const named = order_ids && new Set(order_ids.map((order_id) => ownerOf(short.id, order_id)));
  const holds = (await lockOfferHolds(tx, short.id)).filter((hold) => named?.has(hold.owner_id) ?? true);
  await emptyHolds(tx, short, holds, []);
}

/** Takes everything out of these holds; `also` are pools that the caller writes next: locked here, in one go. */
async function emptyHolds(
  tx: Transaction,
  short: ShortRow,
  holds: readonly OfferHold[],
  also: readonly string[],
): Promise<void> {
  const ids = holds.map((hold) => hold.id);
  const freed = await heldIn(tx, ids);
  await lockPools(tx, [...new Set([...freed.map((one) => one.pool_id), ...also])]);
  if (freed.length > 0) {
    const deltas = freed.map(({ pool_id, units }) => ({ pool_id, on_hand: 0, held: -units }));
    await changeCounters(tx, deltas);
    await writeMovements(
      tx,
      deltas.map(({ pool_id, held }) => ({ pool_id, lot_id: null, kind: "release", on_hand: 0, held })),
      { reason: "no buyer waits for these goods any more", person: short.entered_by, source: short.number },
    );
  }
  await endHolds(tx, ids);
  // What nobody waits for any more may be a recalled lot's.
  await keepRecalledFromSale_(
    tx,
    freed.map((one) => one.pool_id),
  );
}

/** What these holds hold, pool by pool. */
export function heldIn(sql: Sql, hold_ids: readonly string[]): Promise<{ pool_id: string; units: number }[]> {
  return rows(
    sql,
    `select pool_id, sum(units)::float8 as units from hold_line where hold_id = any(?) group by pool_id order by pool_id`,
    [[...hold_ids]],
  );
}

/** Their lines go; the counters are the caller's. */
export async function endHolds(tx: Transaction, hold_ids: readonly string[]): Promise<void> {
  if (hold_ids.length === 0) return;
  await tx.raw(`delete from hold_line where hold_id = any(?)`, [[...hold_ids]] as never);
  await tx.raw(`update hold set state = 'released', expires_at = null, updated_at = now() where id = any(?)`, [
    [...hold_ids],
  ] as never);
}
