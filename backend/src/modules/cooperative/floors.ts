import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";

/** What the priority households of a cooperative are promised of every order. Known to the allocation, never shown in public. */
export class Floors {
  constructor(private readonly sql: Knex) {}

  of(cooperative_ids: readonly string[]): Promise<{ household_id: string; floor_g: number }[]> {
    return rows(
      this.sql,
      `select id as household_id, priority_floor_g::float8 as floor_g from household
       where cooperative_id = any(?) and priority_floor_g > 0 and active order by id`,
      [[...cooperative_ids]] as never,
    );
  }
}
