import { ms, Peak, Red, thousands, type Books } from "./books.js";
import { delivered, household, HOUSEHOLDS, LOTS_A_LINE } from "./season.js";

const SIZES = [100_000, 1_000_000] as const;
/** Megabytes that reading may add to what the process had: some pages of rows that are not collected yet. A million of them are 400. */
const FLAT_MB = 150;

/**
 * The ledger as an accountant takes it: the trial balance and every entry, of a cooperative's own book and of the whole ledger, with a
 * hundred thousand postings and with a million. Red when a row is missing or twice, when the entries don't sum to zero, and when memory
 * grows with them.
 */
export async function benchExport(books: Books): Promise<void> {
  const grown: number[] = [];
  for (const size of SIZES) {
    await delivered(books, `coop_export_${size}`, size, `export_${size}_`);
    // What the making of so many postings left lying about is not the export's.
    const before = Math.round(process.memoryUsage().rss / 1024 / 1024);
    grown.push((await taken(books, size)) - before);
  }
  const [small = 0, large = 0] = grown;
  books.say(`reading added ${small} MB to the process at its height, and ${large} MB with ten times the postings`);
  if (large > FLAT_MB) throw new Red("memory grows with the entries of an export");
}

async function taken({ settlement, db, say }: Books, size: number): Promise<number> {
  const { rows } = await db.query<{ count: string; day: string }>(
    "select count(*) as count, (now() at time zone 'utc')::date::text as day from posting",
  );
  const { count = "0", day = "" } = rows[0] ?? {};
  const days = { from: `${day.slice(0, 4)}-01-01`, to: `${Number(day.slice(0, 4)) + 1}-01-01`, tz: "UTC" };
  const household_ids = Array.from({ length: HOUSEHOLDS }, (_, n) => household(n, `export_${size}_`));
  const own = { cooperative_id: `coop_export_${size}`, household_ids };
  const memory = new Peak();
  for (const [name, book, wanted] of [
    // A sale's shares and the one line that is the platform's.
    ["a cooperative's book", own, (size / LOTS_A_LINE) * (LOTS_A_LINE + 1)],
    ["the whole ledger", { whole: true }, Number(count)],
  ] as const) {
    const began = performance.now();
    const balance = await settlement.books.balances({ book, days });
    const balanced = ms(began);
    if (balance.reduce((sum, one) => sum + one.closing_minor, 0n) !== 0n) throw new Red(`${name} does not balance`);
    const from = performance.now();
    let [first, seen, sum] = [0, 0, 0n];
    for await (const page of settlement.books.entries({ book, days })) {
      if (seen === 0) first = ms(from);
      seen += page.length;
      for (const one of page) sum += one.amount_minor;
    }
    if (seen !== wanted || sum !== 0n) throw new Red(`${name}: ${seen} of ${wanted} entry lines, sum ${sum}`);
    say(
      `${name} of ${thousands(seen)} entry lines: trial balance ${(balanced / 1_000).toFixed(1)} s, first line after ${(first / 1_000).toFixed(1)} s, all ${(ms(from) / 1_000).toFixed(1)} s`,
    );
  }
  return memory.stop();
}
