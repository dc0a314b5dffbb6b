import { ms, Peak, Red, thousands, valueOf, type Books } from "./books.js";

const HOUSEHOLDS = 10_000;
const LINES = 100_000;
const LOTS_A_LINE = 3;
const LINES_AN_ORDER = 2;
const RATES = { platform_bp: 300, cooperative_bp: 500, packing_minor_per_kg: 40, holdback_bp: 0 } as const;
const FREIGHT = 100;
/**
 * What people try on paper: other rates on what was sold (`feeSimulation`), and a settlement before it is one (`dryRuns`), each of a
 * period of so many sale lines of three lots, freight and fees among them. Red when the same rates make a difference, when a line can't be
 * divided again, or when a dry run states other money than the lines have.
 */
export function benchTrials(books: Books): Promise<void> {
  return trials(books, LINES);
}

async function trials(books: Books, lines: number): Promise<void> {
  const { settlement, say } = books;
  const name = `coop_trial_${lines}`;
  const began = performance.now();
  const shares = await soldLines(books, name, lines);
  say(`${thousands(lines)} lines sold in ${(ms(began) / 1_000).toFixed(1)} s`);
  const days = { from: "2026-01-01", to: "2026-12-31" };
  const { id } = await valueOf(settlement.openPeriod({ ...days, cooperative_id: name, person: "maker" }));

  const memory = new Peak();
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const cpu = process.cpuUsage();
    const answer = await work();
    const { user, system } = process.cpuUsage(cpu);
    const own = ((user + system) / 1e6).toFixed(1);
    say(`${what} of ${thousands(lines)} lines: ${(ms(from) / 1_000).toFixed(1)} s (${own} s of it this process)`);
    return answer;
  };
  const terms = { ...RATES, agent_bp: 0, freight_rule: "pooled" };
  const asked = { cooperative_id: name, currency: "CNY", product_id: null, ...days, tz: "UTC" };
  const same = await valueOf(
    timed("the same rates tried", () => settlement.feeSimulation.simulate({ ...asked, terms })),
  );
  if (same.lines !== lines || same.left_as_they_are !== 0)
    throw new Red(`${same.left_as_they_are} of ${same.lines} lines can't be divided again`);
  for (const one of [...Object.values(same.shares), ...same.households.values()])
    if (one.before !== one.after) throw new Red("the same rates make a difference");
  if (BigInt(same.shares.households?.before ?? 0) !== shares) throw new Red("households have other money than theirs");
  const other = { ...terms, cooperative_bp: 900 };
  const dearer = await valueOf(
    timed("other rates tried", () => settlement.feeSimulation.simulate({ ...asked, terms: other })),
  );
  const moved = Object.values(dearer.shares).reduce((sum, one) => sum + one.after - one.before, 0);
  if (moved !== 0) throw new Red(`${moved} minor units came from nowhere`);

  const run = await valueOf(timed("dry run", () => settlement.dryRuns.rowsOf(id, name)));
  if (run.rows.length !== HOUSEHOLDS) throw new Red(`${run.rows.length} households in a dry run`);
  if (run.rows.reduce((sum, one) => sum + one.net_minor, 0n) !== shares) throw new Red("a dry run states other money");
  await valueOf(timed("where its money went", () => settlement.dryRuns.moneyWent(id, name)));
  say(`memory of the process at its height: ${memory.stop()} MB`);
}

/** Lines as selling and dividing leave them, put there by set; answers what households have of them. */
async function soldLines({ settlement, db }: Books, name: string, lines: number): Promise<bigint> {
  await valueOf(
    settlement.publishPolicy({
      ...RATES,
      ...{ cooperative_id: name, currency: "CNY", hold_days: 0, minimum_payout_minor: 0, person: "seed" },
    }),
  );
  const { platform_bp, cooperative_bp, packing_minor_per_kg } = RATES;
  const packing = packing_minor_per_kg * LOTS_A_LINE;
  await db.query(
    `insert into sale (id, order_id, currency, captured_minor, provider_ref, input_hash, posted_at)
     select 'sale_${name}_' || n, 'order_${name}_' || n, 'CNY', 1, 'pi_${name}_' || n, 'bench', '2026-06-01'
     from generate_series(0, ${lines / LINES_AN_ORDER - 1}) n`,
  );
  await db.query(
    `insert into sale_line (id, sale_id, order_id, order_line_id, cooperative_id, pool_id, currency, units, grams, paid_minor, tax_minor,
                            freight_paid_minor, freight_minor, freight_cost_minor, policy_id, posted_at)
     select 'sline_${name}_' || n, 'sale_${name}_' || o, 'order_${name}_' || o, 'line_${name}_' || n, '${name}', 'pool_trial', 'CNY', 3000, 3000,
            5000 + (n * 7919) % 5000, 0, ${FREIGHT}, ${FREIGHT},
            -- Of every second order one box costs less than was paid for it and helps out the other.
            ${FREIGHT} + case when o % 2 = 0 then 0 when n % 2 = 0 then -10 else 10 end,
            (select id from fee_policy where cooperative_id = '${name}'), '2026-06-01'::timestamptz + o * interval '1 minute'
     from (select n::bigint, n / ${LINES_AN_ORDER} as o from generate_series(0, ${lines - 1}) n) x`,
  );
  await db.query(
    `insert into sale_line_row (sale_line_id, seq, party, account, household_id, lot_id, grams, amount_minor, rule)
     with net as (
       select 'sline_${name}_' || n as id, n, 5000 + (n * 7919) % 5000 - ${FREIGHT + packing} as net
       from (select n::bigint from generate_series(0, ${lines - 1}) n) x),
     fee as (select *, net * ${platform_bp} / 10000 as platform, net * ${cooperative_bp} / 10000 as own from net),
     share as (select *, net - platform - own as rest from fee)
     select id, 1, 'carrier', 'freight', null, null, null::bigint, ${FREIGHT}::bigint, 'freight' from share
     union all select id, 2, '${name}', 'packing', null, null, null, ${packing}, 'packing' from share
     union all select id, 3, 'platform', 'platform_fee', null, null, null, platform, 'platform_bp' from share
     union all select id, 4, '${name}', 'cooperative_fee', null, null, null, own, 'cooperative_bp' from share
     union all
     select id, 5 + lot, h, 'household_payable', h, 'lot_${name}_' || lpad((n * ${LOTS_A_LINE} + lot)::text, 8, '0'), 1000,
            rest / ${LOTS_A_LINE} + (lot < rest % ${LOTS_A_LINE})::int, 'share'
     from share, generate_series(0, ${LOTS_A_LINE - 1}) lot,
          lateral (select 'household_t' || lpad(((n * 31 + lot * 997) % ${HOUSEHOLDS})::text, 5, '0') as h) x`,
  );
  await db.query("analyze sale, sale_line, sale_line_row");
  const { rows } = await db.query<{ sum: string }>(
    `select sum(r.amount_minor) as sum from sale_line l join sale_line_row r on r.sale_line_id = l.id where l.cooperative_id = $1 and r.household_id is not null`,
    [name],
  );
  return BigInt(rows[0]?.sum ?? 0);
}
