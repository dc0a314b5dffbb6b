import { randomUUID } from "node:crypto";
import type pg from "pg";
import { repeatable } from "../../demo/house-client.js";
import { makePools, Red, type LedgerHouse } from "./ledger-house.js";

const CLIENTS = 16;
/** Each way is measured so long, after a second to warm up. */
const SECONDS = 5;
const POOLS = 10_000;
const PLENTY = 1_000_000_000;
const GOAL = 10;

type Hold = (pool_id: string) => Promise<unknown>;

/**
 * Holds a second, 16 clients at once, on one hot pool and on ten thousand: ours (a whole hold: its row, lines, movement, message
 * to the judge, counters kept by the day), beside the interactive way (BEGIN, SELECT FOR UPDATE, decide, UPDATE, COMMIT) without
 * and with the same record, and a plain UPDATE of the counter that records nothing. Same server, same run. Then more buyers than
 * goods, and no deadlock.
 */
export async function benchHolds(house: LedgerHouse): Promise<void> {
  const { db, say } = house;
  const before = await deadlocks(house);
  for (const [name, count] of [
    ["one hot pool", 1],
    [`${POOLS.toLocaleString("en")} pools`, POOLS],
  ] as const) {
    const pools = await makePools(db, `bench_${randomUUID().slice(0, 8)}`, count, PLENTY);
    const random = repeatable(count);
    const pick = () => pools[Math.floor(random() * pools.length)]!;
    const interactive = await rate(pick, (pool_id) => interactively(house, pool_id, false));
    const recorded = await rate(pick, (pool_id) => interactively(house, pool_id, true));
    const plain = await rate(pick, (pool_id) =>
      db.query(`update pool set held = held + 1, version = version + 1 where id = $1 and held + 1 <= on_hand`, [
        pool_id,
      ]),
    );
    const ours = await rate(pick, (pool_id) => ourHold(house, pool_id));
    const more = await rate(pick, (pool_id) => ourHold(house, pool_id), CLIENTS * 10);
    const times = (value: number) => `${(value / interactive).toFixed(1)} x`;
    say(
      `holds on ${name}, ${CLIENTS} clients: SELECT FOR UPDATE ${round(interactive)}/s, with the same record ${round(recorded)}/s; plain UPDATE ${round(plain)}/s (${times(plain)}); ` +
        `ours ${round(ours)}/s (${times(ours)}; goal ${GOAL} x on the hot pool; ${(ours / recorded).toFixed(1)} x the same record); ` +
        `ours with ${CLIENTS * 10} carts at once ${round(more)}/s (${times(more)}; ${(more / recorded).toFixed(1)} x the same record)`,
    );
  }
  await lastUnits(house);
  const after = await deadlocks(house);
  if (after > before) throw new Red(`${after - before} deadlocks`);
  say("deadlocks: 0");
}

function ourHold({ pools }: LedgerHouse, pool_id: string): Promise<unknown> {
  return pools.holdForCart({ cart_id: `cart_${randomUUID()}`, run_id: "bench", lines: [{ pool_id, units: 1 }] });
}

/**
 * As it is written by hand: it decides in the program, between two statements of one transaction. `recorded`: with a row for the
 * hold, its line, its movement and its message, as ours has them; otherwise the counter alone.
 */
async function interactively({ db }: LedgerHouse, pool_id: string, recorded: boolean): Promise<void> {
  const client = await db.connect();
  try {
    await client.query("begin");
    const { rows } = await client.query<{ on_hand: string; held: string }>(
      `select on_hand, held from pool where id = $1 for update`,
      [pool_id],
    );
    if (Number(rows[0]?.held) + 1 <= Number(rows[0]?.on_hand)) {
      await client.query(`update pool set held = held + 1, version = version + 1 where id = $1`, [pool_id]);
      if (recorded) await record(client, pool_id, `cart_${randomUUID()}`);
    }
    await client.query("commit");
  } finally {
    client.release();
  }
}

async function record(client: pg.PoolClient, pool_id: string, cart_id: string): Promise<void> {
  const hold_id = `hold_${randomUUID()}`;
  await client.query(
    `insert into hold (id, kind, owner_id, state, run_id) values ($1, 'cart', $2, 'pending', 'bench')`,
    [hold_id, cart_id],
  );
  await client.query(`insert into hold_line (hold_id, pool_id, units) values ($1, $2, 1)`, [hold_id, pool_id]);
  await client.query(
    `insert into lot_movement (id, pool_id, kind, on_hand_delta, held_delta, reason, person, source)
     values ($1, $2, 'hold', 0, 1, 'cart completes', 'system', $3)`,
    [`mov_${randomUUID()}`, pool_id, cart_id],
  );
  await client.query(
    `insert into outbox_message (id, job, dedup_key, payload, due_at)
     values ($1, 'reconcile', $2, jsonb_build_object('cart_id', $2::text), now() + interval '120 s')`,
    [`out_${randomUUID()}`, cart_id],
  );
}

/** Twice as many buyers as units, in every way at once: exactly the units are held. */
async function lastUnits(house: LedgerHouse): Promise<void> {
  const units = 500;
  const [pool_id = ""] = await makePools(house.db, `bench_${randomUUID().slice(0, 8)}`, 1, units);
  const answers = await Promise.all(
    Array.from({ length: units * 2 }, () =>
      house.pools.holdForCart({ cart_id: `cart_${randomUUID()}`, run_id: "bench", lines: [{ pool_id, units: 1 }] }),
    ),
  );
  const won = answers.filter((answer) => answer.ok).length;
  const { rows } = await house.db.query<{ held: string }>(`select held from pool where id = $1`, [pool_id]);
  if (won !== units || Number(rows[0]?.held) !== units)
    throw new Red(`${won} of ${units} units held, pool says ${rows[0]?.held}`);
  house.say(`${units * 2} buyers, ${units} units: ${won} held, 0 oversold`);
}

async function rate(pick: () => string, hold: Hold, clients = CLIENTS): Promise<number> {
  const warm = Date.now() + 1_000;
  const end = warm + SECONDS * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (Date.now() < end) {
        await hold(pick());
        if (Date.now() >= warm) done += 1;
      }
    }),
  );
  return done / SECONDS;
}

async function deadlocks({ db }: LedgerHouse): Promise<number> {
  await db.query(`select pg_stat_force_next_flush()`).catch(() => undefined);
  const { rows } = await db.query<{ deadlocks: string }>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  return Number(rows[0]?.deadlocks);
}

const round = (value: number) => Math.round(value).toLocaleString("en");
