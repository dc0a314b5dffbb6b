import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { row, rows, type Sql } from "../../lib/sql";

/** What the cooperative says a kilogram (or piece) is worth on a day. */
export interface DayPrice {
  produce: string;
  grade: string;
  day: string;
  price_minor: number;
  currency: string;
  per: "kg" | "piece";
}

const COLUMNS = `produce, grade, day::text as day, price_minor::float8 as price_minor, currency, per`;

/** Prices of the day. A price changed during the day is a new row; lots weighed before keep the one on their ticket. */
export class DayPrices {
  constructor(private readonly sql: Knex) {}

  async enter(input: DayPrice & { cooperative_id: string; person: string }): Promise<void> {
    await this.sql.raw(
      `insert into day_price (id, cooperative_id, produce, grade, day, price_minor, currency, per, entered_by)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        newId("dayprice"),
        input.cooperative_id,
        input.produce,
        input.grade,
        input.day,
        input.price_minor,
        input.currency,
        input.per,
        input.person,
      ],
    );
  }

  /** The prices of one day, of each produce and grade the last that was entered. */
  ofDay(cooperative_id: string, day: string): Promise<DayPrice[]> {
    return rows(
      this.sql,
      `select distinct on (produce, grade) ${COLUMNS} from day_price where cooperative_id = ? and day = ?::date
       order by produce, grade, at desc, id`,
      [cooperative_id, day],
    );
  }
}

export function priceOfDay(
  sql: Sql,
  input: { cooperative_id: string; produce: string; grade: string; day: string },
): Promise<DayPrice | undefined> {
  return row(
    sql,
    `select ${COLUMNS} from day_price where cooperative_id = ? and day = ?::date and produce = ? and grade = ?
     order by at desc, id limit 1`,
    [input.cooperative_id, input.day, input.produce, input.grade],
  );
}
