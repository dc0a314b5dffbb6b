import pg from "pg";
import { NO_DATE, allocateArrays } from "@commonlot/domain";
import { CopyIn } from "../copy.js";

const SIZES = [10_000, 100_000, 1_000_000] as const;
/** Rows of one statement, as the product writes them (backend/src/lib/unnest.ts). */
const CHUNK = 20_000;

/**
 * A whole order of one line in Postgres: the lots read, shared, the allocations appended set-based; beside a COPY of the same rows
 * into the same table. On tables of its own shape, dropped afterwards: no index but the keys, no triggers.
 */
export async function measureInPostgres(url: string, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    say("end to end in Postgres, pro rata: milliseconds to read, compute, append; COPY of the same rows; all / COPY");
    for (const count of SIZES) {
      await prepare(client, count);
      const began = performance.now();
      const { rows } = await client.query<{ id: string[]; household: string[]; available: string[] }>(
        `select array_agg(id order by id) as id, array_agg(household_id order by id) as household, array_agg(available::text order by id) as available
         from bench_lot`,
      );
      const { id = [], household = [], available = [] } = rows[0] ?? {};
      const read = performance.now();
      const { lot_g, given_g } = share(id, household, available);
      const computed = performance.now();
      await append(client, id, household, lot_g);
      const appended = performance.now();
      await check(client, given_g);

      await client.query(`truncate bench_allocation`);
      const copying = performance.now();
      const copy = new CopyIn(
        `copy bench_allocation (order_line_id, lot_id, household_id, units, why) from stdin`,
        lines(id, household, lot_g),
      );
      client.query(copy);
      await copy.done;
      const copied = performance.now() - copying;
      await check(client, given_g);
      const total = appended - began;
      const part = (ms: number): string => ms.toFixed(0);
      say(
        `  ${count} lots: ${part(read - began)} + ${part(computed - read)} + ${part(appended - computed)} = ${part(total)}; COPY ${part(copied)}; ${(total / copied).toFixed(1)}x`,
      );
    }
  } finally {
    await client.query(`drop table if exists bench_lot, bench_allocation`);
    await client.end();
  }
}

async function prepare(client: pg.Client, count: number): Promise<void> {
  await client.query(`
    drop table if exists bench_lot, bench_allocation;
    create table bench_lot (id text primary key, household_id text not null, available bigint not null);
    create table bench_allocation (order_line_id text, lot_id text, household_id text not null, units bigint not null check (units > 0),
      why jsonb not null, primary key (order_line_id, lot_id));`);
  await client.query(
    `insert into bench_lot select 'lot_' || lpad(n::text, 7, '0'), 'household_' || (n / 5), 5000 + (n::bigint * 7919) % 200000
     from generate_series(1, $1::int) n`,
    [count],
  );
  await client.query(`analyze bench_lot`);
}

function share(
  id: readonly string[],
  household: readonly string[],
  available: readonly string[],
): { lot_g: Float64Array; given_g: number } {
  const rows = new Map<string, number>();
  const owner = new Int32Array(id.length);
  household.forEach((name, row) => {
    let found = rows.get(name);
    if (found === undefined) rows.set(name, (found = rows.size));
    owner[row] = found;
  });
  const names = [...rows.keys()];
  const available_g = Float64Array.from(available, Number);
  const shared = allocateArrays({
    grams: Math.floor(available_g.reduce((all, grams) => all + grams, 0) * 0.2137),
    rule: "pro_rata",
    salt: "order-line",
    lots: {
      count: id.length,
      available_g,
      best_before_day: new Int32Array(id.length).fill(NO_DATE),
      household: owner,
      idOf: (row) => id[row] ?? "",
    },
    households: {
      count: names.length,
      floor_g: new Float64Array(names.length),
      past_g: new Float64Array(names.length),
      idOf: (row) => names[row] ?? "",
    },
  });
  if (!shared.ok) throw new Error(shared.refusal.message);
  return shared.value;
}

const WHY = JSON.stringify({ en: "a sentence of some length, as each lot has", zh: "每一批都有这样一句话" });

async function append(
  client: pg.Client,
  id: readonly string[],
  household: readonly string[],
  lot_g: Float64Array,
): Promise<void> {
  await client.query("begin");
  for (let from = 0; from < id.length; from += CHUNK) {
    const to = from + CHUNK;
    await client.query(
      `insert into bench_allocation select 'line', l, h, u, $4::jsonb from unnest($1::text[], $2::text[], $3::bigint[]) as t (l, h, u) where u > 0`,
      [id.slice(from, to), household.slice(from, to), Array.from(lot_g.subarray(from, to)), WHY],
    );
  }
  await client.query("commit");
}

function* lines(id: readonly string[], household: readonly string[], lot_g: Float64Array): Generator<string> {
  for (let from = 0; from < id.length; from += CHUNK) {
    let chunk = "";
    for (let row = from; row < Math.min(from + CHUNK, id.length); row++) {
      if (lot_g[row]! > 0) chunk += `line\t${id[row]}\t${household[row]}\t${lot_g[row]}\t${WHY}\n`;
    }
    yield chunk;
  }
}

async function check(client: pg.Client, given_g: number): Promise<void> {
  const { rows } = await client.query<{ units: string }>(
    `select coalesce(sum(units), 0) as units from bench_allocation`,
  );
  if (Number(rows[0]?.units) !== given_g)
    throw new Error(`${rows[0]?.units} g stand in the table, ${given_g} were given`);
}
