import { compareText, quotesThatGiveWay, type RankedHold } from "@commonlot/domain";
import { rows, type Transaction } from "../../lib/sql";
import { appendAll } from "../outbox/append";
import { OPEN_QUOTE } from "./open-quotes";
import { moveCounters } from "./own-holds";
import { writeExplained, type Because } from "./queries";
import { end } from "./quote-holds";
import type { PoolUnits } from "./types";

/**
 * Locks the holds of quotes in these pools, in the order of their ids, before any pool is locked. `pools`: all that they hold something
 * of; whoever may make them give way locks those too, since a quote gives way whole.
 */
export async function lockQuoteHolds_(
  tx: Transaction,
  pool_ids: readonly string[],
): Promise<{ holds: string[]; pools: string[] }> {
  const holds = await rows<{ id: string }>(
    tx,
    `select h.id from hold h where ${OPEN_QUOTE} and exists (select from hold_line l where l.hold_id = h.id and l.pool_id = any(?))
     order by h.id for update`,
    [[...pool_ids]],
  );
  if (holds.length === 0) return { holds: [], pools: [] };
  const pools = await rows<{ pool_id: string }>(
    tx,
    `select distinct pool_id from hold_line where hold_id = any(?) order by pool_id`,
    [holds.map((hold) => hold.id)],
  );
  return { holds: holds.map((hold) => hold.id), pools: pools.map((pool) => pool.pool_id) };
}

/**
 * Makes quotes give way until these pools have what they lack (base units by pool), as far as there are quotes: the least important
 * first, of equal ones the youngest, each whole. Both sides are told by the outbox, once. `locked`: the holds of `lockQuoteHolds_`, whose
 * pools the caller has locked; what was held since stays.
 */
export async function quotesGiveWay_(
  tx: Transaction,
  locked: readonly string[],
  lacking: ReadonlyMap<string, number>,
  because: Because,
): Promise<string[]> {
  const given: string[] = [];
  const freed = new Map<string, number>();
  for (const [pool_id, units] of [...lacking].sort(([a], [b]) => compareText(a, b))) {
    // What gave way for a pool before this one may have freed enough here.
    const left = units - (freed.get(pool_id) ?? 0);
    if (left <= 0) continue;
    const held = await rows<RankedHold & { hold_id: string }>(
      tx,
      `select h.id as hold_id, h.owner_id as quote_id, l.units::float8 as units, h.priority::int as priority, h.created_at as held_since
       from hold h join hold_line l on l.hold_id = h.id where ${OPEN_QUOTE} and l.pool_id = ? and h.id = any(?)`,
      [pool_id, [...locked]],
    );
    const giving = new Set(quotesThatGiveWay(held, left));
    const holds = held.filter((one) => giving.has(one.quote_id)).map((one) => one.hold_id);
    for (const line of await release_(tx, holds, because)) {
      freed.set(line.pool_id, (freed.get(line.pool_id) ?? 0) + line.units);
    }
    given.push(...giving);
  }
  return given;
}

async function release_(tx: Transaction, hold_ids: readonly string[], because: Because) {
  if (hold_ids.length === 0) return [];
  const lines = await rows<PoolUnits & { quote_id: string }>(
    tx,
    `delete from hold_line l using hold h where h.id = l.hold_id and h.id = any(?) returning l.pool_id, l.units::float8 as units, h.owner_id as quote_id`,
    [[...hold_ids]],
  );
  const movements = lines.map(({ pool_id, units, quote_id }) => ({
    ...because,
    pool_id,
    lot_id: null,
    kind: "release" as const,
    on_hand: 0,
    held: -units,
    reason: `quote gives way: ${because.reason}`,
    source: quote_id,
  }));
  await moveCounters(tx, movements);
  await writeExplained(tx, movements);
  await end(tx, hold_ids, { person: because.person, reason: "gave_way" });
  await appendAll(
    tx,
    [...new Set(lines.map((line) => line.quote_id))].map((quote_id) => ({
      job: "quote-gave-way" as const,
      payload: { quote_id },
    })),
  );
  return lines;
}
