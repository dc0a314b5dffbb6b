import { makePools, Red, type LedgerHouse } from "./ledger-house.js";

const COOPERATIVE = "bench_ledger";
const DAYS = 400;
const LOTS_A_DAY = 250;
/** With its intake, each lot has ten movements. */
const MOVEMENTS_A_LOT = 9;
const TURNS = 10;
const LIMIT_MS = 300;

/**
 * What a desk page asks of a pool of 100,000 lots and 1,000,000 movements, each question ten times: the slowest counts, and
 * none may need more than 300 ms. Without the way over HTTP, which adds the same few milliseconds to each.
 */
export async function benchPages(house: LedgerHouse): Promise<void> {
  const { pools, say, db } = house;
  const began = Date.now();
  const [pool_id = ""] = await makePools(db, COOPERATIVE, 1, 0);
  await fill(house, pool_id);
  const size = await db.query<{ lots: string; movements: string }>(
    `select (select count(*) from lot where pool_id = $1) as lots, (select count(*) from lot_movement where pool_id = $1) as movements`,
    [pool_id],
  );
  say(
    `a pool of ${size.rows[0]?.lots} lots and ${size.rows[0]?.movements} movements, written in ${Math.round((Date.now() - began) / 1000)} s`,
  );

  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const half = `${day(DAYS / 2)}T00:00:00Z`;
  const asked: Record<string, () => Promise<unknown>> = {
    "figures now": () => pools.poolReport(pool_id),
    "figures of a past day": () => pools.figures.at(pool_id, day(DAYS / 2)),
    "movements, newest": () => pools.movementsOfPool({ pool_id }),
    "movements, half way back": () => pools.movementsOfPool({ pool_id, cursor: half }),
    "lots, newest": () => pools.lotsOfCooperative({ cooperative_id: COOPERATIVE, pool_id }),
    "lots, half way back": () => pools.lotsOfCooperative({ cooperative_id: COOPERATIVE, pool_id, cursor: half }),
    ...Object.fromEntries(
      ["in", "sold", "lost", "held", "on_hand", "adjusted"].map((figure) => [
        `why: ${figure}, half way back`,
        () => pools.figures.movements({ pool_id, figure, day: day(DAYS / 3), cursor: half, limit: 50 }),
      ]),
    ),
    "why: left": () => pools.figures.standing({ pool_id, figure: "left", limit: 50 }),
    "why: kept apart": () => pools.figures.standing({ pool_id, figure: "kept_apart", limit: 50 }),
    "why: promised": () => pools.figures.standing({ pool_id, figure: "promised", limit: 50 }),
    "audit of a quarter": () => pools.audits.days({ pool_id, from: day(90), to: day(0), limit: 92 }),
    "pools with forecasts": () =>
      Promise.all([pools.poolsOfCooperative(COOPERATIVE), pools.forecasts.ofPools([pool_id])]),
    adjustments: () => pools.adjustments.list({ cooperative_id: COOPERATIVE, limit: 50 }),
    holds: () => pools.buyerHolds.list({ cooperative_id: COOPERATIVE, limit: 50 }),
    "expiring first": () => pools.expiry.soon({ cooperative_id: COOPERATIVE, within_days: 14, limit: 50 }),
    "count sheet": () => pools.stocktakes.sheet(pool_id, 2_000),
  };
  const slow: string[] = [];
  for (const [name, ask] of Object.entries(asked)) {
    const times: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const worst = times.at(-1) ?? 0;
    say(`  ${name}: ${(times[TURNS / 2] ?? 0).toFixed(1)} ms, slowest ${worst.toFixed(1)} ms`);
    if (worst > LIMIT_MS) slow.push(`${name} ${worst.toFixed(0)} ms`);
  }
  await expectTrue(house, pool_id, day);
  if (slow.length > 0) throw new Red(`slower than ${LIMIT_MS} ms: ${slow.join(", ")}`);
}

/** The figures kept by the day are those that the million movements add up to. */
async function expectTrue({ pools, say }: LedgerHouse, pool_id: string, day: (ago: number) => string): Promise<void> {
  for (const ago of [0, 17, DAYS / 2]) {
    const began = performance.now();
    const replayed = await pools.figures.replay(pool_id, day(ago));
    const kept = await pools.figures.at(pool_id, day(ago));
    for (const [key, value] of Object.entries(replayed)) {
      if (kept[key] !== value)
        throw new Red(`${key} on ${day(ago)}: kept ${String(kept[key])}, replayed ${String(value)}`);
    }
    say(`  replay to ${day(ago)}: the same, ${(performance.now() - began).toFixed(0)} ms (adds up every movement)`);
  }
  const broken = (await pools.invariants()).filter(
    (one) => one.violations > 0 && ["S1", "S1b", "S4", "S4b", "S4c"].includes(one.id),
  );
  if (broken.length > 0) throw new Red(`broken: ${JSON.stringify(broken)}`);
}

/** Day by day, oldest first: lots come in, are held, released, shipped, wasted. Lots and movements agree. */
async function fill({ db, say }: LedgerHouse, pool_id: string): Promise<void> {
  for (let ago = DAYS; ago > 0; ago--) {
    const at = `now() - make_interval(days => ${ago})`;
    // All but the last month's lots are sold out: 9,000 sent of 10,000, 1,000 lost.
    const [shipped, wasted] = ago > 30 ? [9_000, 1_000] : [0, 0];
    await db.query(
      `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, best_before, units, sellable_units, grade, weigher_id,
                        allocated, shipped, wasted, idempotency_key, input_hash, created_at)
       select 'lot_${ago}_' || n, 'B${ago}_' || n, $1, $2, 'hh_' || (n % 800), current_date - $3::int, current_date - $3::int + 120, 10000 + n % 3, 10000, '1', 'm',
              $4::bigint, $4::bigint, $5::bigint, 'bench_${ago}_' || n, 'x', ${at} from generate_series(1, $6::int) n`,
      [pool_id, COOPERATIVE, ago, shipped, wasted, LOTS_A_DAY],
    );
    await db.query(
      `insert into lot_movement (id, pool_id, lot_id, kind, on_hand_delta, held_delta, reason, person, source, at)
       select 'mov_${ago}_' || n || '_' || k.k, $1, case when k.kind in ('hold', 'release') then null else 'lot_${ago}_' || n end, k.kind, k.on_hand, k.held,
              'bench', 'm', 'src_' || n, ${at} + k.k * interval '1 millisecond'
       from generate_series(1, $2::int) n,
         (values (0, 'intake', 10000, 0), (1, 'hold', 0, 9000), (2, 'release', 0, -9000), (3, 'hold', 0, 9000), (4, 'release', 0, -9000),
                 (5, 'hold', 0, $3::bigint), (6, 'ship', -$3::bigint / 3, -$3::bigint / 3), (7, 'ship', -$3::bigint / 3, -$3::bigint / 3),
                 (8, 'ship', -$3::bigint / 3, -$3::bigint / 3), (${MOVEMENTS_A_LOT}, 'waste', -$4::bigint, 0)) as k (k, kind, on_hand, held)`,
      [pool_id, LOTS_A_DAY, shipped, wasted],
    );
    if (ago % 100 === 0) say(`  ${DAYS - ago} of ${DAYS} days written`);
  }
  await db.query(
    `update pool set on_hand = (select sum(on_hand_delta) from lot_movement where pool_id = $1) where id = $1`,
    [pool_id],
  );
  await db.query(`analyze lot`);
  await db.query(`analyze lot_movement`);
  await db.query(`analyze pool_day`);
}
