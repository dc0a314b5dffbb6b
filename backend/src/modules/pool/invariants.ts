import type { Invariant } from "../../lib/invariant";
import type { Sql } from "../../lib/sql";
import { row } from "../../lib/sql";
import { UNKEPT } from "./recall-holds";

/** The stock invariants (docs/reliability.md), one query each. CHECK constraints hold some of them already; these look at the sums. */
const QUERIES: { id: string; name: string; sql: string }[] = [
  {
    id: "S1",
    name: "no lot gives more than it has, no pool promises more than is there",
    sql: `select (select count(*) from lot) + (select count(*) from pool) as count,
      (select count(*) from lot where allocated < 0 or allocated + wasted > sellable_units)
      + (select count(*) from pool where held < 0 or held > on_hand) as violations`,
  },
  {
    id: "S1b",
    name: "a pool's stock is the sum of its lots",
    sql: `select count(*) as count, count(*) filter (where p.on_hand <> coalesce(l.units, 0)) as violations
      from pool p left join (select pool_id, sum(sellable_units - wasted - shipped) as units from lot group by pool_id) l on l.pool_id = p.id`,
  },
  {
    id: "S1c",
    name: "what a pool promised is the sum of its holds, less what they shipped",
    sql: `select count(*) as count, count(*) filter (where p.held <> coalesce(h.units, 0) - coalesce(a.units, 0)) as violations
      from pool p
      left join (select l.pool_id, sum(l.units) as units from hold_line l group by l.pool_id) h on h.pool_id = p.id
      left join (select a.pool_id, sum(a.shipped) as units from allocation a join hold on hold.order_id = a.order_id and hold.state in ('confirmed', 'consumed')
                 group by a.pool_id) a on a.pool_id = p.id`,
  },
  {
    id: "W1",
    name: "a weigh ticket adds up: gross - tare - deductions is what counted",
    sql: `select count(*) as count, count(*) filter (where l.gross_g - l.tare_g - coalesce(d.deducted_g, 0) <> l.units) as violations
      from lot l join pool p on p.id = l.pool_id
      left join (select lot_id, sum(deducted_g) as deducted_g from lot_deduction group by lot_id) d on d.lot_id = l.id
      where p.unit = 'g' and l.gross_g is not null and l.parent_lot_id is null`,
  },
  {
    id: "W2",
    name: "a lot's corrections are signed by two people and moved what they say",
    sql: `select count(*) as count, count(*) filter (where c.ended_by = c.entered_by or m.on_hand is distinct from c.sellable_delta) as violations
      from lot_correction c
      left join (select source, sum(on_hand_delta) as on_hand from lot_movement where kind = 'adjust' group by source) m on m.source = c.id
      where c.state = 'signed'`,
  },
  {
    id: "S2",
    name: "a lot's allocated units are the sum of its allocations",
    sql: `select count(*) as count, count(*) filter (where l.allocated <> coalesce(a.units, 0)) as violations
      from lot l left join (select lot_id, sum(case when state = 'released' then shipped else units end) as units from allocation group by lot_id) a on a.lot_id = l.id`,
  },
  {
    id: "S3",
    name: "every allocated order has exactly what it ordered",
    sql: `select count(*) as count, count(*) filter (where l.units <> a.units) as violations
      from (select h.order_id, l.pool_id, l.units from hold h join hold_line l on l.hold_id = h.id where h.state in ('confirmed', 'consumed')) l
      join (select order_id, pool_id, sum(units) as units from allocation where state <> 'released' group by order_id, pool_id) a
        on a.order_id = l.order_id and a.pool_id = l.pool_id`,
  },
  {
    id: "S3b",
    name: "what a line is short of is what its lots no longer give, in whole packs for whole destinations",
    sql: `select count(*) as count, count(*) filter (where l.units <> l.given or l.packs <> l.dropped) as violations
      from (select l.packs, case when l.after_handover then 0 else l.packs * l.pack_units - l.never_given end as units,
              coalesce((select sum(h.units_before - h.units_after) from short_share h where h.short_id = l.short_id and h.order_line_id = l.order_line_id), 0) as given,
              coalesce((select sum(d.packs) from short_drop d where d.short_id = l.short_id and d.order_line_id = l.order_line_id), 0) as dropped
            from short_line l) l`,
  },
  {
    id: "S3c",
    name: "what waits is part of a short that stands, and is filled or refunded when its day has come",
    sql: `select count(*) as count, count(*) filter (where w.until < now() - interval '1 hour'
          or s.state not in ('applied', 'undoing', 'closed') or w.packs <> l.packs) as violations
      from short_wait w join short s on s.id = w.short_id join short_line l on l.short_id = w.short_id and l.order_line_id = w.order_line_id
      where w.state = 'waiting'`,
  },
  {
    id: "S4",
    name: "movements replay to what the pools say",
    sql: `select count(*) as count,
        count(*) filter (where p.on_hand <> coalesce(m.on_hand, 0) or p.held <> coalesce(m.held, 0)) as violations
      from pool p left join (select pool_id, sum(on_hand_delta) as on_hand, sum(held_delta) as held from lot_movement group by pool_id) m
        on m.pool_id = p.id`,
  },
  {
    id: "S4b",
    name: "the figures kept by the day are the movements added up",
    sql: `select count(*) as count, count(*) filter (where (d.intake, d.returned, d.adjusted, d.split, d.wasted, d.shipped, d.held, d.kept_apart) is distinct from
          (m.intake, m.returned, m.adjusted, m.split, m.wasted, m.shipped, m.held, coalesce(l.kept_apart, 0))) as violations
      from (select pool_id, coalesce(sum(on_hand_delta) filter (where kind = 'intake'), 0) as intake,
              coalesce(sum(on_hand_delta) filter (where kind = 'return'), 0) as returned, coalesce(sum(on_hand_delta) filter (where kind = 'adjust'), 0) as adjusted,
              coalesce(sum(on_hand_delta) filter (where kind = 'split'), 0) as split, coalesce(sum(on_hand_delta) filter (where kind = 'waste'), 0) as wasted,
              coalesce(sum(on_hand_delta) filter (where kind = 'ship'), 0) as shipped, sum(held_delta) as held
            from lot_movement group by pool_id) m
      left join (select pool_id, sum(kept_apart_units) as kept_apart from lot group by pool_id) l on l.pool_id = m.pool_id
      left join lateral (select * from pool_day d where d.pool_id = m.pool_id order by d.day desc limit 1) d on true`,
  },
  {
    id: "S4c",
    name: "each lot is what its movements say",
    sql: `select count(*) as count, count(*) filter (where l.sellable_units - l.wasted - l.shipped <> coalesce(m.units, 0)) as violations
      from lot l left join (select lot_id, sum(on_hand_delta) as units from lot_movement where lot_id is not null group by lot_id) m on m.lot_id = l.id`,
  },
  {
    id: "S6",
    name: "nothing is allocated across pools, grades or cooperatives, or past its day, except packs whose buyer agreed to another grade",
    sql: `select count(*) as count, count(*) filter (where l.pool_id <> a.pool_id or l.cooperative_id <> p.cooperative_id or l.grade <> p.grade
        or l.best_before < (a.created_at at time zone p.tz)::date)
        + (select count(*) from (
             select a.order_line_id, a.pool_id, sum(a.units) as units, min(o.cooperative_id) as ordered_of, min(p.cooperative_id) as given_by
             from allocation a join pool p on p.id = a.pool_id join pool o on o.id = a.ordered_pool_id
             where a.ordered_pool_id is not null and a.state <> 'released' group by a.order_line_id, a.pool_id) x
           where x.ordered_of <> x.given_by or x.units > coalesce((select sum(c.units) from short_consent c join short s on s.id = c.short_id
             where c.order_line_id = x.order_line_id and c.pool_id = x.pool_id and s.state in ('applied', 'undoing', 'closed')), 0))
        + (select count(*) from (
             select order_line_id from allocation where state <> 'released' group by order_line_id
             having count(distinct coalesce(ordered_pool_id, pool_id)) > 1) mixed) as violations
      from allocation a join lot l on l.id = a.lot_id join pool p on p.id = a.pool_id`,
  },
  {
    id: "S7b",
    name: "nothing of a recalled lot is for sale: its hold keeps what is free of it, as far as nobody was promised it before",
    sql: `select count(*) as count, count(*) filter (where p.on_hand > p.held and ${UNKEPT}) as violations
      from lot l join pool p on p.id = l.pool_id where l.blocked_at is not null`,
  },
  {
    id: "S7c",
    name: "what is kept for a pre-order is its hold: never more than it wants, whole packs once it is to be paid, nothing when it has ended",
    sql: `select count(*) as count, count(*) filter (where coalesce(l.units, 0) > case when q.state in ('waiting', 'kept') then q.packs * q.units_per_pack else 0 end
        or l.pool_id <> q.pool_id or q.state = 'kept' and (coalesce(l.units, 0) = 0 or l.units % q.units_per_pack <> 0)) as violations
      from preorder q left join hold h on h.kind = 'preorder' and h.owner_id = q.id left join hold_line l on l.hold_id = h.id`,
  },
  {
    id: "S8",
    name: "no soft hold past its time by a minute, no cart hold pending for ten minutes",
    sql: `select count(*) as count, count(*) filter (where (expires_at < now() - interval '60 seconds')
        or (state = 'pending' and updated_at < now() - interval '10 minutes')) as violations
      from hold where state in ('soft', 'pending')`,
  },
  {
    id: "S8b",
    name: "what an open quote holds ends by the clock, and a quote that was handed to a cart, or has ended, holds nothing",
    sql: `select count(*) as count, count(*) filter (where case when h.state = 'soft'
          then h.expires_at is null or h.expires_at > now() + interval '61 days' or not exists (select from hold_line l where l.hold_id = h.id)
          else exists (select from hold_line l where l.hold_id = h.id)
            or (h.handed_to is not null and not exists (select from hold c where c.kind = 'cart' and c.owner_id = h.handed_to)) end) as violations
      from hold h where h.kind = 'quote' and h.priority is not null`,
  },
];

export async function stockInvariants(sql: Sql): Promise<Invariant[]> {
  const found: Invariant[] = [];
  for (const query of QUERIES) {
    const result = await row<{ count: string; violations: string }>(sql, query.sql);
    found.push({
      id: query.id,
      name: query.name,
      count: Number(result?.count ?? 0),
      violations: Number(result?.violations ?? 1),
    });
  }
  return found;
}
