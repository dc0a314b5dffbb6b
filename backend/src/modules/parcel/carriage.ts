import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";
import { planCarriage, type CarriageAsk } from "./carriage-plan";
import { ThreadPlanner } from "./planner";

/** Packs of each line in parcels, and what their carriage costs. */
export interface Carried {
  lines: { order_line_id: string; packs: number; freight_minor: string }[];
  boxes: { parcel_id: string; order_line_id: string; packs: number; freight_minor: string }[];
}

/** A page waits for it: after this the best plan so far is told. */
const COMPARE_WITHIN_MS = 3_000;

/** What the carriage of an order's boxes costs, as it was split to their lines when they were planned. */
export class Carriage {
  constructor(private readonly sql: Knex) {}

  /** Goods to one place as cartons, with carriers and on a truck, by today's rates; writes nothing. */
  plan(ask: CarriageAsk) {
    return planCarriage(this.sql, new ThreadPlanner(COMPARE_WITHIN_MS), ask);
  }

  /** A cooperative's live parcels of an order, line by line, and the same of the parcels named, each on its own. */
  async of(input: { order_id: string; cooperative_id: string; parcel_ids: readonly string[] }): Promise<Carried> {
    const lines = await rows<Carried["lines"][number]>(
      this.sql,
      `select l.order_line_id, sum(l.packs)::float8 as packs, sum(l.freight_minor)::text as freight_minor
       from parcel p join parcel_line l on l.parcel_id = p.id
       where p.order_id = ? and p.cooperative_id = ? and p.state <> 'void' group by l.order_line_id order by l.order_line_id`,
      [input.order_id, input.cooperative_id],
    );
    const boxes = await rows<Carried["boxes"][number]>(
      this.sql,
      `select l.parcel_id, l.order_line_id, l.packs::float8 as packs, l.freight_minor::text as freight_minor
       from parcel p join parcel_line l on l.parcel_id = p.id
       where p.id = any(?) and p.order_id = ? and p.cooperative_id = ? order by l.parcel_id, l.order_line_id`,
      [[...input.parcel_ids], input.order_id, input.cooperative_id],
    );
    return { lines, boxes };
  }
}
