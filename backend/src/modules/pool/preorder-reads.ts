import { ASKED_MINUTES, isWithheld, type BuyerLanguage, type PoolAhead, type PreorderState } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows, type Sql } from "../../lib/sql";
import { Forecasts } from "./forecasts";
import type { PoolRow } from "./types";

/** What is pre-ordered: packs of one size of a product. */
export interface PreorderedPacks {
  cooperative_id: string;
  pool_id: string;
  product_id: string;
  variant_id: string;
  units_per_pack: number;
  packs: number;
}

export interface Preorder extends PreorderedPacks {
  id: string;
  state: PreorderState;
  language: BuyerLanguage;
  unit: PoolRow["unit"];
  /** Whole packs that are kept. */
  packs_kept: number;
  confirmed_at: Date | null;
  kept_until: Date | null;
  cart_id: string | null;
  order_id: string | null;
  ended_reason: "withdrawn" | "unpaid" | "nothing_came" | "cooperative" | null;
  created_at: Date;
}

/** Buyers who wait, for how much, and what of that is kept; base units. */
export interface PoolQueue {
  buyers: number;
  units: number;
  kept_units: number;
}

/** Columns of a pre-order `q`, as `Preorder` has them. */
export const SHOWN = `q.id, q.cooperative_id, q.pool_id, q.product_id, q.variant_id, q.units_per_pack::float8 as units_per_pack, q.packs, q.state, q.language,
  q.confirmed_at, (select p.unit from pool p where p.id = q.pool_id) as unit, q.kept_until, q.cart_id, q.order_id, q.ended_reason, q.created_at,
  floor(coalesce((select l.units from hold h join hold_line l on l.hold_id = h.id
    where l.pool_id = q.pool_id and (h.kind, h.owner_id) = (case when q.state in ('basket', 'ordered') then 'cart' else 'preorder' end,
      case when q.state in ('basket', 'ordered') then q.cart_id else q.id end)), 0) / q.units_per_pack)::int as packs_kept`;

export function findPreorder(sql: Sql, id: string, lock: "" | "for update of q" = ""): Promise<Preorder | undefined> {
  return row<Preorder>(sql, `select ${SHOWN} from preorder q where q.id = ? ${lock}`, [id]);
}

/** Units still wanted by those before this one in the queue; of one that nobody confirmed yet, by all in it. */
export async function unitsBefore(sql: Sql, id: string): Promise<number> {
  const found = await row<{ units: number }>(
    sql,
    `select coalesce(sum(q.packs * q.units_per_pack - coalesce(l.units, 0)), 0)::float8 as units from preorder q join preorder own on own.id = ?
       left join hold h on h.kind = 'preorder' and h.owner_id = q.id left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = own.pool_id and q.state = 'waiting' and (q.confirmed_at, q.id) < (coalesce(own.confirmed_at, now()), own.id)`,
    [id],
  );
  return found?.units ?? 0;
}

/** Pool id -> how many buyers wait for how much of it, and what of that is kept. */
export async function waitingByPool(sql: Sql, pool_ids: readonly string[]): Promise<Map<string, PoolQueue>> {
  const found = await rows<PoolQueue & { pool_id: string }>(
    sql,
    `select q.pool_id, count(*)::int as buyers, sum(case when q.state = 'kept' then coalesce(l.units, 0) else q.packs * q.units_per_pack end)::float8 as units,
              coalesce(sum(l.units), 0)::float8 as kept_units
       from preorder q left join hold h on h.kind = 'preorder' and h.owner_id = q.id
       left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = any(?) and q.state in ('waiting', 'kept') group by q.pool_id`,
    [[...pool_ids]],
  );
  return new Map(found.map(({ pool_id, ...one }) => [pool_id, one]));
}

/** A pool as whoever wants to pre-order finds it; `except`: the one that is changed. */
export async function aheadOf(sql: Sql, pool_id: string, except: string | null): Promise<PoolAhead> {
  const found = await row<{ free: number; today: string; wanted: number; kept: number }>(
    sql,
    `select (case when p.status = 'open' then p.on_hand - p.held else 0 end)::float8 as free, (now() at time zone p.tz)::date::text as today,
            coalesce(q.wanted, 0)::float8 as wanted, coalesce(q.kept, 0)::float8 as kept
     from pool p left join lateral (
       select sum(case when q.state = 'kept' then coalesce(l.units, 0) else q.packs * q.units_per_pack end) as wanted, sum(l.units) as kept
       from preorder q left join hold h on h.kind = 'preorder' and h.owner_id = q.id
       left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
       where q.pool_id = p.id and q.id <> coalesce(?::text, '')
         and (q.state in ('waiting', 'kept') or q.state = 'asked' and q.asked_at > now() - interval '${ASKED_MINUTES} minutes')) q on true
     where p.id = ?`,
    [except, pool_id],
  );
  const today = found?.today ?? "";
  const coming = found && (await new Forecasts(sql as Knex).comingTo([pool_id], today)).get(pool_id);
  return {
    free_units: found?.free ?? 0,
    expected_units: coming?.expected_units ?? null,
    wanted_units: found?.wanted ?? 0,
    kept_units: found?.kept ?? 0,
    withheld: isWithheld(coming?.households ?? 0),
  };
}
