import knex from "knex";
import type { House } from "../../../dev/src/testing/house";
import SettlementService from "../../src/modules/settlement/service";
import { account, settledPeriod, sold, yearIn, type SettlementHouse } from "./house";

/** Goods of these households, by card, sold, settled, approved and to be paid in cash: of a house that runs. */
export async function cashBatch(
  house: House,
  cards: readonly string[],
): Promise<{ batch: string; period: string; statements: string[] }> {
  const connection = knex({ client: "pg", connection: house.env.DATABASE_URL, pool: { min: 0, max: 3 } });
  try {
    const settlement = new SettlementService({ __pg_connection__: connection });
    const books = { settlement, db: house.db } as unknown as SettlementHouse;
    const { rows } = await house.db.query<{ household_id: string; cooperative_id: string; lot_id: string }>(
      `select distinct on (h.card_number) h.id as household_id, h.cooperative_id, l.id as lot_id
       from household h join lot l on l.household_id = h.id where h.card_number = any($1) order by h.card_number, l.created_at`,
      [cards],
    );
    const [first] = rows;
    if (!first) throw new Error("the seed has no households");
    await sold(books, [
      {
        cooperative_id: first.cooperative_id,
        grams: 30_000,
        paid_minor: 103_200,
        freight_minor: 14_400,
        lots: rows.map(({ household_id, lot_id }) => ({ household_id, lot_id, grams: 10_000 })),
      },
    ]);
    // Next year: days belong to one period, and this year's are the desk's to open.
    const period = await settledPeriod(books, first.cooperative_id, yearIn(1));
    const accounts = rows.map((row) => account.cash(row.household_id));
    const approved = await settlement.approvePeriod({ period_id: period, person: "member_checker", accounts });
    if (!approved.ok) throw new Error(approved.refusal.message);
    const batch = (await settlement.batches(first.cooperative_id)).find((one) => one.period_id === period);
    const found = await house.db.query<{ id: string }>(
      `select s.id from statement s join household h on h.id = s.household_id where s.period_id = $1 order by h.card_number`,
      [period],
    );
    return { batch: batch?.id ?? "", period, statements: found.rows.map((row) => row.id) };
  } finally {
    await connection.destroy();
  }
}
