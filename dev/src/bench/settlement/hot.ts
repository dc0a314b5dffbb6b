import { captureJournal, postSaleJournal } from "@commonlot/domain";
import { made, mustBeSound, Red, thousands, type Books } from "./books.js";

const WRITERS = 16;
const PHASE_MS = 2_000;
/** Hot and disjoint in turns, first one first and then the other: what else the machine does meets both. The middle turn counts. */
const TURNS = 9;
/** The least that is taken for "does not serialise the writers". */
const GOAL = 0.9;

/** 16 writers whose sales all pay the same fee accounts, and 16 whose sales share no account: journals a second. */
export async function benchHot(books: Books): Promise<void> {
  await phase(books, "warm", 1_000);
  const turns: { hot: number; disjoint: number; ratio: number }[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const order = turn % 2 === 0 ? (["hot", "disjoint"] as const) : (["disjoint", "hot"] as const);
    const written = { hot: 0, disjoint: 0 };
    for (const kind of order) written[kind] = (await phase(books, kind, PHASE_MS)) / (PHASE_MS / 1_000);
    turns.push({ ...written, ratio: written.hot / written.disjoint });
  }
  await mustBeSound(books);
  turns.sort((one, other) => one.ratio - other.ratio);
  const { hot, disjoint, ratio } = turns[(TURNS - 1) / 2]!;
  books.say(
    `${WRITERS} writers, two journals and ${POSTINGS} postings a transaction, fsync on: on the same fee accounts ${thousands(hot)} journals/s, ` +
      `on disjoint ones ${thousands(disjoint)}: ${ratio.toFixed(2)} x in the middle of ${TURNS} turns (${turns[0]!.ratio.toFixed(2)} to ` +
      `${turns[TURNS - 1]!.ratio.toFixed(2)}; goal ${GOAL})`,
  );
  if (ratio < GOAL / 2) throw new Red("writers on hot accounts wait for each other");
}

const POSTINGS = 8;
let orders = 0;

/** Journals that were committed. */
async function phase(books: Books, kind: string, length_ms: number): Promise<number> {
  const end = performance.now() + length_ms;
  let journals = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const who = kind === "disjoint" ? `_${writer}` : "";
      while (performance.now() < end) {
        await books.knex.transaction((tx) => books.writeJournals(tx, order(`order_${kind}_${(orders += 1)}`, who)));
        journals += 2;
      }
    }),
  );
  return journals;
}

/** A capture and its division, as `recordCapture` and `postSale` write them. */
function order(order_id: string, who: string) {
  const currency = "CNY";
  const capture = captureJournal({
    order_id,
    processor: `stripe${who}`,
    currency,
    amount_minor: 8_600n,
    memo: "Captured",
  });
  const sale = postSaleJournal({
    currency,
    order_id,
    memo: `Sale of ${order_id}`,
    rows: [
      { party: `coop${who}`, account: "freight", amount_minor: 800n, rule: "freight" },
      { party: `coop${who}`, account: "packing", amount_minor: 40n, rule: "packing" },
      { party: `platform${who}`, account: "platform_fee", amount_minor: 232n, rule: "platform_bp" },
      { party: `coop${who}`, account: "cooperative_fee", amount_minor: 388n, rule: "cooperative_bp" },
      {
        party: `household_${order_id}`,
        account: "household_payable",
        amount_minor: 7_140n,
        rule: "share",
        lot: "lot_1",
      },
    ],
  });
  return [
    { journal: made(capture), source_id: order_id, order_id },
    { journal: made(sale), source_id: order_id, order_id },
  ];
}
