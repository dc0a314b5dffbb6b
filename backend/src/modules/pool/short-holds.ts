import { rows, type Transaction } from "../../lib/sql";
import { changeOwnHolds, moveCounters } from "./own-holds";
import { endHolds } from "./short-grades";
import { writeMovements, type Movement } from "./queries";
import { quotesGiveWay_ } from "./quotes-give-way";
import type { ShortRow, ShortWait, StoredPlan } from "./short-types";

/** What a plan does to what orders hold: units by `order/pool`, less than nothing where they hold less. */
export function heldByOrders(plan: Pick<StoredPlan, "shares"> & { lines: readonly PlanLine[] }): Map<string, number> {
  return sums([
    ...plan.lines.map((line): [string, number] => [`${line.order}/${line.pool}`, -line.packs * line.pack_units]),
    // What another grade fills is held there, and no longer in the pool that was ordered from.
    ...plan.shares.flatMap((share): [string, number][] =>
      share.line_pool === undefined
        ? []
        : [
            [`${share.order}/${share.pool}`, share.after - share.before],
            [`${share.order}/${share.line_pool}`, share.before - share.after],
          ],
    ),
  ]);
}

type PlanLine = Pick<StoredPlan["lines"][number], "order" | "pool" | "packs" | "pack_units">;

/**
 * What the orders hold, what is kept aside, the pools' counters, and the movements that say so. `offers`: what was held
 * while buyers were asked; it ends with the applying. Its
 * `quotes`: holds that may give way, locked.
 */
export async function moveHolds(
  tx: Transaction,
  short: ShortRow,
  plan: StoredPlan,
  back: boolean,
  offers: {
    holds: readonly string[];
    kept: readonly { pool_id: string; units: number }[];
    quotes: readonly string[];
  },
): Promise<void> {
  const sign = back ? -1 : 1;
  const lines = heldByOrders(plan);
  if (plan.resolves?.how === "filled") await holdAgain(tx, plan.resolves.wait);
  await endHolds(tx, offers.holds);
  await changeOrderHolds(
    tx,
    [...lines].map(([key, units]) => {
      const [order_id = "", pool_id = ""] = key.split("/");
      return { order_id, pool_id, units: sign * units };
    }),
  );
  const pools_of_lots = new Map(
    (
      await rows<{ id: string; pool_id: string }>(tx, `select id, pool_id from lot where id = any(?)`, [
        plan.losses.map((l) => l.lot),
      ])
    ).map((lot) => [lot.id, lot.pool_id]),
  );
  const poolOf = (lot: string) => pools_of_lots.get(lot) ?? "";
  const movements: Movement[] = [
    ...plan.wasted.map((loss): Movement => ({
      pool_id: poolOf(loss.lot),
      lot_id: loss.lot,
      kind: back || short.kind === "weight_lower" ? "adjust" : "waste",
      on_hand: -sign * loss.units,
      held: 0,
    })),
    ...[...sums([...lines].map(([key, units]) => [key.split("/")[1] ?? "", units]))].map(([pool_id, units]) =>
      held(pool_id, null, sign * units),
    ),
    ...offers.kept.map((one) => held(one.pool_id, null, -one.units)),
    ...(plan.resolves?.how === "filled"
      ? [held(plan.resolves.wait.pool_id, null, plan.resolves.wait.packs * plan.resolves.wait.pack_units)]
      : []),
    ...plan.aside.map((one) => held(one.pool, null, sign * one.units)),
    ...plan.unaside.map((one) => held(one.pool, null, -sign * one.units)),
    ...plan.recalled.map((one) => held(poolOf(one.lot), one.lot, sign * one.units)),
  ].filter((movement) => movement.on_hand !== 0 || movement.held !== 0);
  await keepAside(tx, short, plan, poolOf, back);
  const because = {
    reason: back ? `undone: ${short.reason}` : short.reason,
    person: (back ? null : short.decided_by) ?? short.entered_by,
    source: short.number,
  };
  await quotesGiveWay_(tx, offers.quotes, await lackingFor(tx, movements), because);
  await moveCounters(tx, movements);
  await writeMovements(tx, movements, because);
  await tx.raw(
    `update hold h set updated_at = now(), state = case when
         coalesce((select sum(units) from hold_line l where l.hold_id = h.id), 0)
         = (select coalesce(sum(shipped), 0) from allocation a where a.order_id = h.order_id)
         and exists (select from hold_line l where l.hold_id = h.id) then 'consumed' else 'confirmed' end
     where h.order_id = any(?) and h.state in ('confirmed', 'consumed')`,
    [[...plan.orders]] as never,
  );
}

/** What pools would have too little of after these movements, base units; the pools are locked. */
async function lackingFor(tx: Transaction, movements: readonly Movement[]): Promise<Map<string, number>> {
  const free = await rows<{ id: string; units: number }>(
    tx,
    `select id, (on_hand - held)::float8 as units from pool where id = any(?)`,
    [[...new Set(movements.map((one) => one.pool_id))]],
  );
  const change = sums(movements.map((one) => [one.pool_id, one.on_hand - one.held]));
  return new Map(free.map((pool) => [pool.id, -(pool.units + (change.get(pool.id) ?? 0))]));
}

/** What orders hold, more or less. A line of 0 may not stand: it goes, and comes back with the undoing. */
async function changeOrderHolds(
  tx: Transaction,
  changes: readonly { order_id: string; pool_id: string; units: number }[],
): Promise<void> {
  const bindings = (part: typeof changes) =>
    [
      part.map((one) => one.order_id),
      part.map((one) => one.pool_id),
      part.map((one) => Math.abs(one.units)),
    ] as unknown as string[];
  const given = `unnest(?::text[], ?::text[], ?::bigint[]) as c (order_id, pool_id, units) join hold h on h.order_id = c.order_id`;
  const more = changes.filter((one) => one.units > 0);
  const less = changes.filter((one) => one.units < 0);
  if (more.length > 0) {
    await tx.raw(
      `insert into hold_line (hold_id, pool_id, units) select h.id, c.pool_id, c.units from ${given}
       on conflict (hold_id, pool_id) do update set units = hold_line.units + excluded.units`,
      bindings(more),
    );
  }
  if (less.length > 0) {
    await tx.raw(
      `with change as materialized (select h.id as hold_id, c.pool_id, c.units from ${given}),
         cut as (delete from hold_line l using change c where l.hold_id = c.hold_id and l.pool_id = c.pool_id and l.units = c.units)
       update hold_line l set units = l.units - c.units from change c
       where l.hold_id = c.hold_id and l.pool_id = c.pool_id and l.units <> c.units`,
      bindings(less),
    );
  }
}

/** Packs that waited are promised out of what is there again. */
async function holdAgain(tx: Transaction, wait: ShortWait): Promise<void> {
  await tx.raw(
    `insert into hold_line (hold_id, pool_id, units) select id, ?, ? from hold where order_id = ?
     on conflict (hold_id, pool_id) do update set units = hold_line.units + excluded.units`,
    [wait.pool_id, wait.packs * wait.pack_units, wait.order_id],
  );
}

/** Good units of broken packs in a hold of the short's own; recalled ones in the recall's. */
async function keepAside(
  tx: Transaction,
  short: ShortRow,
  plan: StoredPlan,
  poolOf: (lot: string) => string,
  back: boolean,
): Promise<void> {
  const sign = back ? -1 : 1;
  await changeOwnHolds(tx, "short", [
    ...plan.aside.map((one) => ({ owner_id: short.id, pool_id: one.pool, units: sign * one.units })),
    ...plan.unaside.map((one) => ({ owner_id: one.short_id, pool_id: one.pool, units: -sign * one.units })),
  ]);
  await changeOwnHolds(
    tx,
    "recall",
    plan.recalled.map((one) => ({ owner_id: one.lot, pool_id: poolOf(one.lot), units: sign * one.units })),
  );
}

function held(pool_id: string, lot_id: string | null, units: number): Movement {
  return { pool_id, lot_id, kind: units > 0 ? "hold" : "release", on_hand: 0, held: units };
}

function sums(pairs: readonly (readonly [string, number])[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [key, units] of pairs) found.set(key, (found.get(key) ?? 0) + units);
  return new Map([...found].filter(([, units]) => units !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
