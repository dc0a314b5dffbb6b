import { newId } from "../../lib/ids";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { moveHolds } from "./short-holds";
import { heldIn, lockOfferHolds } from "./short-grades";
import { Changed, stale } from "./short-moves";
import { lockPools } from "./queries";
import { lockQuoteHolds_ } from "./quotes-give-way";
import type { ShortRow, StoredPlan } from "./short-types";

/**
 * Writes what a short decided: lots, allocations, what the orders hold, the pools' counters and their movements; all or
 * nothing. `back`: the same the other way round. Locks holds, then pools, then lots, each in the order of their ids.
 */
export async function writeShort(tx: Transaction, short: ShortRow, plan: StoredPlan, back: boolean): Promise<void> {
  const holds = await rows<{ id: string; order_id: string; state: string }>(
    tx,
    `select id, order_id, state from hold where order_id = any(?) order by id for update`,
    [plan.orders],
  );
  const standing = holds.filter((hold) => hold.state === "confirmed" || hold.state === "consumed");
  if (standing.length !== plan.orders.length) throw new Changed(stale().refusal);
  const offered = back ? [] : (await lockOfferHolds(tx, short.id)).map((hold) => hold.id);
  const kept = await heldIn(tx, offered);
  const pools = [...new Set([...(await poolIds(tx, plan)), ...kept.map((one) => one.pool_id)])];
  const quotes = await lockQuoteHolds_(tx, pools);
  await lockPools(tx, [...pools, ...quotes.pools]);
  await tx.raw(`select id from lot where id = any(?) order by id for no key update`, [
    [...new Set([...plan.shares.map((s) => s.lot), ...plan.losses.map((l) => l.lot)])],
  ] as never);
  await refuseUnlessAsExpected(tx, plan, back);
  if (back) await moveBackShares(tx, short.id, plan);
  else await moveShares(tx, short, plan);
  await moveLots(tx, plan, back);
  await moveHolds(tx, short, plan, back, { holds: offered, kept, quotes: quotes.holds });
}

/** Pools touched: of the lines and of the lost lots. */
async function poolIds(tx: Transaction, plan: StoredPlan): Promise<string[]> {
  const found = await rows<{ pool_id: string }>(tx, `select distinct pool_id from lot where id = any(?)`, [
    plan.losses.map((loss) => loss.lot),
  ]);
  return [
    ...new Set([
      ...found.map((f) => f.pool_id),
      ...plan.shares.flatMap((s) => (s.line_pool === undefined ? [s.pool] : [s.pool, s.line_pool])),
      ...plan.lines.map((line) => line.pool),
    ]),
  ].sort();
}

/** Every share is what the plan was made from (or, going back, what it made). */
async function refuseUnlessAsExpected(tx: Transaction, plan: StoredPlan, back: boolean): Promise<void> {
  const different = await row<{ differences: string }>(
    tx,
    `select count(*) as differences from unnest(?::text[], ?::text[], ?::bigint[]) as e (order_line_id, lot_id, units)
     left join allocation a on a.order_line_id = e.order_line_id and a.lot_id = e.lot_id and a.state <> 'released'
     where coalesce(a.units, 0) <> e.units`,
    [
      plan.shares.map((s) => s.order_line),
      plan.shares.map((s) => s.lot),
      plan.shares.map((s) => (back ? s.after : s.before)),
    ],
  );
  if (Number(different?.differences ?? 1) > 0) throw new Changed(stale().refusal);
  if (back) return;
  // Recalled since: it may not fill in for another lot.
  const recalled = await row(tx, `select 1 from lot where id = any(?) and blocked_at is not null limit 1`, [
    [
      ...plan.shares.filter((s) => s.after > s.before).map((s) => s.lot),
      ...(plan.goods === "lost" ? plan.losses.map((loss) => loss.lot) : []),
    ],
  ]);
  if (recalled) throw new Changed(stale().refusal);
}

async function moveShares(tx: Transaction, short: ShortRow, plan: StoredPlan): Promise<void> {
  const numbers = new Map(
    (
      await rows<{ id: string; number: string }>(tx, `select id, number from lot where id = any(?)`, [
        plan.losses.map((l) => l.lot),
      ])
    ).map((lot) => [lot.id, lot.number]),
  );
  const names = plan.losses.map((loss) => numbers.get(loss.lot) ?? "").join(", ");
  const before = new Map(
    (
      await rows<{ order_line_id: string; lot_id: string; why: unknown }>(
        tx,
        `select order_line_id, lot_id, why from allocation where order_id = any(?)`,
        [plan.orders],
      )
    ).map((a) => [`${a.order_line_id}/${a.lot_id}`, a.why]),
  );
  await insertAll(
    tx,
    "short_share",
    [
      ["short_id", "text", () => short.id],
      ["order_id", "text", (s) => s.order],
      ["order_line_id", "text", (s) => s.order_line],
      ["pool_id", "text", (s) => s.pool],
      ["lot_id", "text", (s) => s.lot],
      ["household_id", "text", (s) => s.household],
      ["units_before", "bigint", (s) => s.before],
      ["units_after", "bigint", (s) => s.after],
      ["why_before", "jsonb", (s) => JSON.stringify(before.get(`${s.order_line}/${s.lot}`) ?? null)],
    ],
    plan.shares,
  );
  const lost = new Set(plan.losses.map((loss) => loss.lot));
  await setShares(
    tx,
    plan.shares.map((s) => ({ ...s, units: s.after, why: lost.has(s.lot) ? null : whyChanged(s, names) })),
  );
}

async function moveBackShares(tx: Transaction, short_id: string, plan: StoredPlan): Promise<void> {
  await setShares(
    tx,
    plan.shares.map((s) => ({ ...s, units: s.before, why: null })),
  );
  await tx.raw(
    `update allocation a set why = s.why_before from short_share s
     where s.short_id = ? and s.why_before is not null and s.why_before <> 'null'::jsonb and a.order_line_id = s.order_line_id and a.lot_id = s.lot_id`,
    [short_id],
  );
}

/** Units of shares as they are to be; 0 releases a share, and one that is not there is made. `why` is added to what stands. */
async function setShares(
  tx: Transaction,
  shares: readonly {
    order: string;
    order_line: string;
    pool: string;
    line_pool?: string;
    lot: string;
    household: string;
    units: number;
    why: { en: string; zh: string } | null;
  }[],
): Promise<void> {
  await tx.raw(
    `insert into allocation (id, order_id, order_line_id, pool_id, ordered_pool_id, lot_id, household_id, units, rule, why)
     select x.id, x.order_id, x.order_line_id, x.pool_id, x.ordered_pool_id, x.lot_id, x.household_id, x.units, 'short',
       coalesce(x.why, '{"en":"","zh":""}')
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::jsonb[])
       as x (id, order_id, order_line_id, pool_id, ordered_pool_id, lot_id, household_id, units, why)
     where x.units > 0
     on conflict on constraint allocation_once do update set units = excluded.units, updated_at = now(),
       state = case when allocation.shipped = excluded.units then 'shipped' else 'held' end,
       why = case when excluded.why ->> 'en' = '' then allocation.why else jsonb_build_object(
         'en', trim(coalesce(allocation.why ->> 'en', '') || ' ' || (excluded.why ->> 'en')),
         'zh', coalesce(allocation.why ->> 'zh', '') || (excluded.why ->> 'zh')) end`,
    [
      shares.map(() => newId("alloc")),
      shares.map((s) => s.order),
      shares.map((s) => s.order_line),
      shares.map((s) => s.pool),
      shares.map((s) => s.line_pool ?? null),
      shares.map((s) => s.lot),
      shares.map((s) => s.household),
      shares.map((s) => s.units),
      shares.map((s) => (s.why === null ? null : JSON.stringify(s.why))),
    ] as never,
  );
  const gone = shares.filter((s) => s.units === 0);
  await tx.raw(
    `update allocation a set state = 'released', updated_at = now()
     from unnest(?::text[], ?::text[]) as x (order_line_id, lot_id)
     where a.order_line_id = x.order_line_id and a.lot_id = x.lot_id`,
    [gone.map((s) => s.order_line), gone.map((s) => s.lot)] as never,
  );
}

/** What a household reads beside its share. Grams are said as kilograms by the page; here plain units are enough. */
function whyChanged(
  share: { before: number; after: number; line_pool?: string },
  names: string,
): { en: string; zh: string } {
  const more = share.after - share.before;
  if (share.line_pool !== undefined && more > 0) {
    return {
      en: `Another grade was ordered and fell short. The buyer agreed to yours instead, and ${more} were taken.`,
      zh: `买家订的是另一等级，缺货后同意改用您的货，用了您的${more}。`,
    };
  }
  if (names === "") {
    return {
      en: `The order waited for goods, and ${more} of yours were taken.`,
      zh: `该订单等待补货，用了您的${more}。`,
    };
  }
  if (more > 0) {
    return {
      en: `Lot ${names} fell short, so ${more} more of yours were taken.`,
      zh: `批次${names}缺货，因此多用了您的${more}。`,
    };
  }
  return {
    en: `Lot ${names} fell short and a pack could not be filled, so ${-more} of yours were given back.`,
    zh: `批次${names}缺货，有一包配不齐，因此退回您的${-more}。`,
  };
}

async function moveLots(tx: Transaction, plan: StoredPlan, back: boolean): Promise<void> {
  const sign = back ? -1 : 1;
  const lots = new Map<string, { allocated: number; wasted: number }>();
  const of = (id: string) => lots.get(id) ?? { allocated: 0, wasted: 0 };
  for (const s of plan.shares) {
    const now = of(s.lot);
    lots.set(s.lot, { ...now, allocated: now.allocated + sign * (s.after - s.before) });
  }
  for (const loss of plan.wasted) {
    const now = of(loss.lot);
    lots.set(loss.lot, { ...now, wasted: now.wasted + sign * loss.units });
  }
  await tx.raw(
    `update lot l set allocated = l.allocated + x.allocated, wasted = l.wasted + x.wasted
     from unnest(?::text[], ?::bigint[], ?::bigint[]) as x (id, allocated, wasted) where l.id = x.id`,
    [[...lots.keys()], [...lots.values()].map((l) => l.allocated), [...lots.values()].map((l) => l.wasted)] as never,
  );
}
