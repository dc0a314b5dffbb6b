import type { Posting } from "@commonlot/domain";
import { made, ms, mustBeSound, Peak, Red, thousands, valueOf, type Books, type Entry } from "./books.js";

export const HOUSEHOLDS = 10_000;
const SIZES = [100_000, 1_000_000] as const;
/** Lots of one order line, each of another household. */
export const LOTS_A_LINE = 100;
/** The larger season may take so much more memory than the one of a tenth, whatever the garbage collector thinks. */
const FLAT = 1.5;

/**
 * A season of ten thousand households through the service, stage by stage: delivered and divided lines -> statements -> approved
 * payouts -> the bank's file, exported and booked. Ten times the lines, the same households: time per stage, and memory.
 */
export async function benchSeason(books: Books): Promise<void> {
  const peaks: number[] = [];
  for (const lines of SIZES) peaks.push(await season(books, lines));
  await mustBeSound(books);
  const [small = 0, large = 0] = peaks;
  books.say(`memory of the process at its height: ${small} MB, and ${large} MB with ten times the lines`);
  if (large > small * FLAT) throw new Red("memory grows with the lines of a settlement");
}

async function season(books: Books, lines: number): Promise<number> {
  const { settlement, say } = books;
  const name = `coop_${lines}`;
  const total = await delivered(books, name, lines);
  const { id: period_id } = await valueOf(
    settlement.openPeriod({ cooperative_id: name, from: "2026-01-01", to: "2026-12-31", person: "maker" }),
  );
  await valueOf(settlement.requestSettlement({ period_id, person: "maker" }));
  if (lines === SIZES[0]) await killedHalfWay(books, period_id);

  const memory = new Peak();
  const stages: string[] = [];
  const stage = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const answer = await work();
    stages.push(`${what} ${(ms(began) / 1_000).toFixed(1)} s`);
    return answer;
  };
  const run = await stage("statements ready", () => valueOf(settlement.settlePeriod({ period_id })));
  if (run.statements !== HOUSEHOLDS) throw new Red(`${run.statements} statements`);
  await stage("approved", () =>
    valueOf(settlement.approvePeriod({ period_id, person: "checker", accounts: ACCOUNTS })),
  );
  const [batch, ...others] = await settlement.batches(name);
  if (!batch || others.length > 0 || batch.payouts !== HOUSEHOLDS) throw new Red("not one batch of every household");
  const file = await stage("bank file written", () => valueOf(settlement.bankFile(batch.id)));
  await stage("exported and booked", () =>
    valueOf(settlement.markBatchExported({ batch_id: batch.id, sha256: file.sha256 })),
  );
  const peak = memory.stop();
  mustPay(file.xml, total);
  if ((await valueOf(settlement.bankFile(batch.id))).sha256 !== file.sha256)
    throw new Red("the file has other bytes now");
  say(`season of ${thousands(lines)} lines, ${thousands(HOUSEHOLDS)} households: ${stages.join(", ")} (${peak} MB)`);
  return peak;
}

/** The file pays everybody, and all of it. */
function mustPay(xml: string, total: bigint): void {
  const amount = `${total / 100n}.${String(total % 100n).padStart(2, "0")}`;
  for (const wanted of [`<NbOfTxs>${HOUSEHOLDS}</NbOfTxs>`, `<CtrlSum>${amount}</CtrlSum>`])
    if (!xml.includes(wanted)) throw new Red(`the bank file has no ${wanted}`);
}

/** Its connection dies while the lines are written: no statement is there, no line is taken, and it can be asked again. */
async function killedHalfWay({ settlement, db, say }: Books, period_id: string): Promise<void> {
  let ended = false;
  const dying = settlement
    .settlePeriod({ period_id })
    .then(
      () => "settled",
      () => "died",
    )
    .finally(() => (ended = true));
  let killed = 0;
  while (!ended && killed === 0) {
    const { rowCount } = await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state = 'active' and query like 'insert into statement_line%'`,
    );
    killed = rowCount ?? 0;
  }
  const how = await dying;
  const { rows } = await db.query<{ left: string }>(
    `select (select count(*) from statement where period_id = $1) + (select count(*) from sale_line where period_id = $1)
          + (select count(*) from settlement_period where id = $1 and state <> 'settling') as left`,
    [period_id],
  );
  if (how !== "died" || rows[0]?.left !== "0")
    throw new Red(`a killed settlement ${how} and left ${rows[0]?.left} rows`);
  say("killed while its statements are written: nothing of them is there, and the next run makes them");
}

/** `of`: whose book they stand in; what counts a book's entries has households of its own. */
export const household = (n: number, of = "s"): string => `household_${of}${String(n).padStart(5, "0")}`;
const amountOf = (n: number): bigint => BigInt(100 + ((n * 7_919) % 900));

/** Lines that were captured, delivered and divided, put there by set with the journals that dividing writes; answers their sum. */
export async function delivered(books: Books, name: string, lines: number, of?: string): Promise<bigint> {
  const { settlement, db, knex, writeJournals } = books;
  await valueOf(
    settlement.publishPolicy({
      ...{ cooperative_id: name, currency: "CNY", platform_bp: 0, cooperative_bp: 0, packing_minor_per_kg: 0 },
      ...{ holdback_bp: 0, hold_days: 0, minimum_payout_minor: 0, person: "seed" },
    }),
  );
  const bank = { system: "CNAPS", member_id: "102100099996" };
  await valueOf(
    settlement.setPayingAccount({ cooperative_id: name, name: "Season", account: cardNumber(1), bank, person: "seed" }),
  );
  await knex.transaction((tx) => writeJournals(tx, journals(name, lines, of)));
  const with_lots = `with lot as (
      select n / ${LOTS_A_LINE} as line, n % ${LOTS_A_LINE} + 1 as seq, n, 100 + (n::bigint * 7919) % 900 as amount
      from generate_series(0, ${lines - 1}) n)`;
  const line_sums = `(select line, sum(amount)::bigint as paid from lot group by line) x`;
  await db.query(
    `${with_lots} insert into sale (id, order_id, currency, captured_minor, provider_ref, input_hash, posted_at)
     select 'sale_${name}_' || line, 'order_${name}_' || line, 'CNY', paid, 'pi_${name}_' || line, 'bench', '2026-06-01' from ${line_sums}`,
  );
  await db.query(
    `${with_lots} insert into sale_line (id, sale_id, order_id, order_line_id, cooperative_id, pool_id, currency, units, grams, paid_minor, tax_minor,
                                         freight_minor, policy_id, posted_at)
     select 'sline_${name}_' || line, 'sale_${name}_' || line, 'order_${name}_' || line, 'line_${name}_' || line, '${name}', 'pool_season', 'CNY',
            ${LOTS_A_LINE} * 500, ${LOTS_A_LINE} * 500, paid, 0, 0, (select id from fee_policy where cooperative_id = '${name}'), '2026-06-01'
     from ${line_sums}`,
  );
  await db.query(
    `${with_lots} insert into sale_line_row (sale_line_id, seq, party, account, household_id, lot_id, grams, amount_minor, rule)
     select 'sline_${name}_' || line, seq, h, 'household_payable', h, 'lot_${name}_' || n, 500, amount, 'share'
     from (select *, 'household_${of ?? "s"}' || lpad((n % ${HOUSEHOLDS})::text, 5, '0') as h from lot) x`,
  );
  await db.query("analyze sale, sale_line, sale_line_row, account, posting, journal");
  let total = 0n;
  for (let n = 0; n < lines; n++) total += amountOf(n);
  return total;
}

function* journals(name: string, lines: number, of?: string): Iterable<Entry> {
  for (let line = 0; line < lines / LOTS_A_LINE; line++) {
    const order_id = `order_${name}_${line}`;
    const deposit = { kind: "buyer_deposit", party: order_id } as const;
    let paid = 0n;
    const shares = Array.from({ length: LOTS_A_LINE }, (_, index): Posting => {
      const n = line * LOTS_A_LINE + index;
      const amount = amountOf(n);
      paid += amount;
      return {
        account: { kind: "household_payable", party: household(n % HOUSEHOLDS, of) },
        amount_minor: -amount,
        lot: `lot_${name}_${n}`,
      };
    });
    const entry = (kind: "capture" | "sale", source_id: string, postings: Posting[]): Entry => ({
      ...{ source_id, order_id },
      journal: made({ ok: true, value: { kind, currency: "CNY", memo: "Season", postings } }),
    });
    yield entry("capture", order_id, [
      { account: { kind: "clearing", party: "stripe" }, amount_minor: paid },
      { account: deposit, amount_minor: -paid },
    ]);
    yield entry("sale", `line_${name}_${line}`, [{ account: deposit, amount_minor: paid }, ...shares]);
  }
}

/** A card number of our own making whose last digit fits (Luhn). */
function cardNumber(n: number): string {
  const body = `622202${String(n).padStart(9, "0")}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const ACCOUNTS = Array.from({ length: HOUSEHOLDS }, (_, n) => ({
  household_id: household(n),
  name: `Household ${n}`,
  rail: "bank_file",
  account: cardNumber(n + 100),
  bank: { system: "CNAPS", member_id: "102100099996" },
}));
