import { compareText, ok, refuse, type HoldState, type QuoteHold, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { handAllOverToCart_, handOverToCart_ } from "./hand-over-hold";
import { holding } from "./holding";
import { releaseExpired_, setLines, type HoldRefusal } from "./holds";
import { lockPools } from "./queries";
import type { PoolUnits } from "./types";

/** What a quote holds, as it stands. */
export interface StandingQuoteHold extends QuoteHold {
  quote_id: string;
  priority: number;
  /** The cart that has its goods since it was accepted. */
  handed_to: string | null;
  updated_at: Date;
}

export interface SetQuoteHold {
  quote_id: string;
  lines: readonly PoolUnits[];
  expires_at: Date;
  /** 0 to 9: the least gives way first when a pool has less than it promised. */
  priority: number;
  /** As the list of holds names it. */
  note: string;
  person: string;
  /**
   * `at_least`: what was held before stays, and so does its end when that is later: so a better offer is held before it is written, and
   * one that came to nothing has taken nothing away.
   */
  how: "exactly" | "at_least";
}

/** In `run_id`: it may hold more than its offer says, since that was not written yet. */
const WIDENED = "widened";
/** An offer is written within seconds of its hold; what stands widened for so long was cut off. */
const WIDENED_MINUTES = 10;

interface Row {
  id: string;
  state: HoldState;
  expires_at: Date | null;
  handed_to: string | null;
  late: boolean;
}

const ORDERED = refuse("quote_ordered", "This quote was accepted: its goods are the order's. Nothing was changed.");
const HOLD_GONE = refuse(
  "hold_gone",
  "The goods are no longer held for this quote. Ask for a new offer; nothing was ordered.",
);
const HOLD_TOO_SMALL = refuse(
  "hold_too_small",
  "Less is held than this version asks for. Ask for a new offer; nothing was ordered.",
);

/** What open quotes hold: several pools at once, until a moment that the seller said (docs/adr/0051). */
export class QuoteHolds {
  constructor(private readonly sql: Knex) {}

  /** Quote id -> what it holds; a quote that never held anything is missing. */
  async of(quote_ids: readonly string[]): Promise<Map<string, StandingQuoteHold>> {
    const found = await rows<Omit<StandingQuoteHold, "units"> & { lines: PoolUnits[] }>(
      this.sql,
      `select h.owner_id as quote_id, h.state, coalesce(h.expires_at, h.updated_at) as expires_at, h.priority, h.handed_to, h.updated_at,
         coalesce((select json_agg(json_build_object('pool_id', l.pool_id, 'units', l.units) order by l.pool_id) from hold_line l where l.hold_id = h.id), '[]') as lines
       from hold h where h.kind = 'quote' and h.priority is not null and h.owner_id = any(?)`,
      [[...quote_ids]],
    );
    return new Map(
      found.map(({ lines, ...hold }) => [
        hold.quote_id,
        { ...hold, units: new Map(lines.map((line) => [line.pool_id, line.units])) },
      ]),
    );
  }

  /** Holds goods for an offer; all of it or nothing. Refused when a pool has too little, and when the quote is an order's already. */
  set(input: SetQuoteHold): Promise<Result<{ units: Map<string, number> }, HoldRefusal | Refusal>> {
    const pool_ids = input.lines.map((line) => line.pool_id);
    return holding(this.sql, pool_ids, (tx) => set_(tx, input)).then((set) => (set.ok ? set.value : set));
  }

  /** Quotes whose hold was widened a while ago and not set exactly since. */
  async widened(): Promise<string[]> {
    const found = await rows<{ quote_id: string }>(
      this.sql,
      `select owner_id as quote_id from hold where kind = 'quote' and priority is not null and state = 'soft' and run_id = '${WIDENED}'
         and updated_at < now() - interval '${WIDENED_MINUTES} minutes' order by updated_at limit 200`,
    );
    return found.map((one) => one.quote_id);
  }

  /** The quote has ended without an order, or gave way: its goods are free. Harmless when repeated. */
  release(input: { quote_id: string; reason: string; person: string }): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const hold = await lock(tx, input.quote_id);
      if (hold?.state !== "soft") return false;
      await setLines(tx, hold.id, await linesOf(tx, hold.id), [], {
        reason: input.reason,
        source: input.quote_id,
        person: input.person,
      });
      await end(tx, [hold.id], input);
      return true;
    });
  }

  /**
   * An accepted quote: what it wants becomes the hold of this new cart, and what it wants less is free, in one transaction. Answers with
   * the cart that has the goods: an earlier press that was cut off may have handed them over, and its cart stands. At the moment in which
   * the hold ends only one of the two happens.
   */
  toCart(input: {
    quote_id: string;
    cart_id: string;
    lines: readonly PoolUnits[];
    person: string;
  }): Promise<Result<{ cart_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const hold = await lock(tx, input.quote_id);
      if (hold?.handed_to) return ok({ cart_id: hold.handed_to });
      if (hold?.state !== "soft" || hold.expires_at === null || hold.late) return HOLD_GONE;
      const before = await linesOf(tx, hold.id);
      const held = unitsOf(before);
      if (input.lines.some((line) => (held.get(line.pool_id) ?? 0) < line.units)) {
        return HOLD_TOO_SMALL;
      }
      await lockPools(tx, [...held.keys()]);
      await setLines(tx, hold.id, before, input.lines, {
        reason: "quote wants less",
        source: input.quote_id,
        person: input.person,
      });
      await handOverToCart_(tx, {
        hold_id: hold.id,
        cart_id: input.cart_id,
        until: hold.expires_at,
        source: input.quote_id,
        ended: "quote accepted",
      });
      await tx.raw(`update hold set handed_to = ? where id = ?`, [input.cart_id, hold.id]);
      return ok({ cart_id: input.cart_id });
    });
  }

  /**
   * As `toCart`, of several quotes that are accepted together: all their goods become one new cart's, or nobody's, in one transaction. The
   * cart keeps them until the first of their clocks ends. Harmless when repeated: the cart that has them is answered.
   */
  allToCart(input: {
    quotes: readonly { quote_id: string; lines: readonly PoolUnits[] }[];
    cart_id: string;
    person: string;
  }): Promise<Result<{ cart_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const holds = await lockAll(
        tx,
        input.quotes.map((one) => one.quote_id),
      );
      const handed = [...new Set(holds.map((hold) => hold.handed_to))];
      const whole = holds.length === input.quotes.length;
      if (handed.some((cart) => cart !== null)) {
        const [cart_id, other] = handed;
        if (!whole || cart_id == null || other !== undefined)
          throw new Error(`quotes ${input.quotes.map((one) => one.quote_id).join()} were not handed over together`);
        return ok({ cart_id });
      }
      const ends = holds.map((hold) => hold.expires_at?.getTime() ?? 0);
      if (!whole || holds.some((hold) => hold.state !== "soft" || hold.expires_at === null || hold.late))
        return HOLD_GONE;
      const held = await rows<PoolUnits & { hold_id: string }>(
        tx,
        `select hold_id, pool_id, units::float8 as units from hold_line where hold_id = any(?) order by hold_id, pool_id`,
        [holds.map((hold) => hold.id)],
      );
      const wants = new Map(input.quotes.map((one) => [one.quote_id, one.lines]));
      const parts = holds.map((hold) => {
        const before = held.flatMap(({ hold_id, ...line }) => (hold_id === hold.id ? [line] : []));
        return { hold, before, after: wants.get(hold.owner_id) ?? [] };
      });
      if (parts.some(({ before, after }) => lacks(before, after))) return HOLD_TOO_SMALL;
      await lockPools(tx, [...new Set(held.map((line) => line.pool_id))]);
      // As a rule an offer holds exactly what it says, and there is nothing to give back.
      for (const { hold, before, after } of parts) {
        if (!lacks(after, before)) continue;
        await setLines(tx, hold.id, before, after, {
          reason: "quote wants less",
          source: hold.owner_id,
          person: input.person,
        });
      }
      await handAllOverToCart_(tx, {
        holds: holds.map((hold) => ({ hold_id: hold.id, source: hold.owner_id })),
        cart_id: input.cart_id,
        until: new Date(Math.min(...ends)),
        ended: "quote accepted",
      });
      await tx.raw(`update hold set handed_to = ? where id = any(?)`, [
        input.cart_id,
        holds.map((hold) => hold.id),
      ] as never);
      return ok({ cart_id: input.cart_id });
    });
  }
}

async function set_(
  tx: Transaction,
  input: SetQuoteHold,
): Promise<Result<{ units: Map<string, number> }, HoldRefusal | Refusal>> {
  await tx.raw(
    `insert into hold (id, kind, owner_id, state, run_id, made_by, priority) values (?, 'quote', ?, 'released', '', ?, ?) on conflict do nothing`,
    [newId("hold"), input.quote_id, input.person, input.priority],
  );
  const hold = await lock(tx, input.quote_id);
  if (!hold) throw new Error(`quote ${input.quote_id} has no hold`);
  if (hold.handed_to !== null) return ORDERED;
  await releaseExpired_(
    tx,
    input.lines.map((line) => line.pool_id),
    hold.id,
  );
  const before = await linesOf(tx, hold.id);
  const standing = hold.state === "soft" && input.how === "at_least";
  const after = standing ? atLeast(before, input.lines) : input.lines;
  await setLines(tx, hold.id, before, after, {
    reason: `quote holds: ${input.note}`,
    source: input.quote_id,
    person: input.person,
  });
  // A hold that starts anew is as young as its offer.
  await tx.raw(
    `update hold set state = 'soft', run_id = ?, priority = ?, note = ?, ended_by = null, ended_reason = null, updated_at = now(),
       created_at = case when state = 'soft' then created_at else now() end,
       expires_at = case when ?::boolean then greatest(expires_at, ?::timestamptz) else ?::timestamptz end where id = ?`,
    [
      input.how === "at_least" ? WIDENED : "",
      input.priority,
      input.note,
      standing,
      input.expires_at,
      input.expires_at,
      hold.id,
    ] as never,
  );
  return ok({ units: unitsOf(after) });
}

function lock(tx: Transaction, quote_id: string): Promise<Row | undefined> {
  return row<Row>(
    tx,
    // The clock of this moment: whoever waited for the lock may have waited past the end.
    `select id, state, expires_at, handed_to, coalesce(expires_at <= clock_timestamp(), false) as late
     from hold where kind = 'quote' and owner_id = ? and priority is not null for update`,
    [quote_id],
  );
}

/** Those of several quotes, in the order in which quotes that give way are locked. */
function lockAll(tx: Transaction, quote_ids: readonly string[]): Promise<(Row & { owner_id: string })[]> {
  return rows<Row & { owner_id: string }>(
    tx,
    `select id, owner_id, state, expires_at, handed_to, coalesce(expires_at <= clock_timestamp(), false) as late
     from hold where kind = 'quote' and owner_id = any(?) and priority is not null order by id for update`,
    [[...quote_ids]],
  );
}

/** Whether `held` has less of some pool than `wanted` asks for. */
function lacks(held: readonly PoolUnits[], wanted: readonly PoolUnits[]): boolean {
  const units = unitsOf(held);
  return wanted.some((line) => (units.get(line.pool_id) ?? 0) < line.units);
}

export function linesOf(sql: Sql, hold_id: string): Promise<PoolUnits[]> {
  return rows(sql, `select pool_id, units::float8 as units from hold_line where hold_id = ? order by pool_id`, [
    hold_id,
  ]);
}

export async function end(
  tx: Transaction,
  hold_ids: readonly string[],
  because: { reason: string; person: string },
): Promise<void> {
  await tx.raw(
    `update hold set state = 'released', expires_at = null, ended_by = ?, ended_reason = ?, updated_at = now() where id = any(?)`,
    [because.person, because.reason, [...hold_ids]] as never,
  );
}

const unitsOf = (lines: readonly PoolUnits[]) => new Map(lines.map((line) => [line.pool_id, line.units]));

function atLeast(before: readonly PoolUnits[], wanted: readonly PoolUnits[]): PoolUnits[] {
  const most = unitsOf(before);
  for (const { pool_id, units } of wanted) most.set(pool_id, Math.max(units, most.get(pool_id) ?? 0));
  return [...most].map(([pool_id, units]) => ({ pool_id, units })).sort((a, b) => compareText(a.pool_id, b.pool_id));
}
