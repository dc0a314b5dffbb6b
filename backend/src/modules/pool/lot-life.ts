import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows } from "../../lib/sql";
import { relativesOf } from "./lot-family";

/** A lot's whole life: how it came, what it gave and why, what was lost. */
export interface LotLife {
  lot_id: string;
  number: string;
  pool_id: string;
  household_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  harvested_on: string;
  best_before: string | null;
  gross_g: number | null;
  tare_g: number | null;
  units: number;
  sellable_units: number;
  sold: number;
  held: number;
  left: number;
  lost: number;
  weigher_id: string;
  scale: string | null;
  blocked_at: Date | null;
  /** The claim these goods came back by: what they bring is for whoever bore it. */
  returned_for: string | null;
  created_at: Date;
}

/** Rows of each list on a lot's page: a lot that gave to more orders has its last ones shown, and a link to go on. */
const SHOWN = 100;

export class LotLives {
  constructor(private readonly sql: Knex) {}

  /** The numbers people know lots by. */
  async numbers(lot_ids: readonly string[]): Promise<Map<string, string>> {
    const found = await rows<{ id: string; number: string }>(this.sql, `select id, number from lot where id = any(?)`, [
      [...lot_ids],
    ]);
    return new Map(found.map((lot) => [lot.id, lot.number]));
  }

  life(lot_id: string, cooperative_id: string): Promise<LotLife | undefined> {
    return row<LotLife>(
      this.sql,
      `select l.id as lot_id, l.number, l.pool_id, l.household_id, p.produce, l.grade, p.unit, l.harvested_on::text as harvested_on,
              l.best_before::text as best_before, l.gross_g::float8 as gross_g, l.tare_g::float8 as tare_g, l.units::float8 as units,
              l.sellable_units::float8 as sellable_units, l.shipped::float8 as sold, (l.allocated - l.shipped)::float8 as held,
              (l.sellable_units - l.allocated - l.wasted)::float8 as left, l.wasted::float8 as lost, l.weigher_id, l.scale, l.blocked_at, l.returned_for, l.created_at
       from lot l join pool p on p.id = l.pool_id where l.id = ? and l.cooperative_id = ?`,
      [lot_id, cooperative_id],
    );
  }

  /** What it was split off, and what was split off it. */
  relatives(lot_id: string): ReturnType<typeof relativesOf> {
    return relativesOf(this.sql, lot_id);
  }

  /**
   * What became of a lot beside its sales, for the household whose lot it is: written off, put right, parted from it; the
   * newest first. Corrections of its weight stand on its receipt.
   */
  changes(lot_id: string): Promise<{ id: string; at: Date; kind: string; units: number; reason: string }[]> {
    return rows(
      this.sql,
      `select id, at, kind, on_hand_delta::float8 as units, reason from lot_movement
       where lot_id = ? and kind in ('waste', 'adjust', 'split', 'return') and on_hand_delta <> 0 and reason not like 'weight corrected%'
       order by at desc, id desc limit ${SHOWN}`,
      [lot_id],
    );
  }

  movements(lot_id: string): Promise<
    {
      id: string;
      at: Date;
      kind: string;
      on_hand_delta: number;
      held_delta: number;
      reason: string;
      person: string;
      source: string;
    }[]
  > {
    return rows(
      this.sql,
      `select id, at, kind, on_hand_delta::float8 as on_hand_delta, held_delta::float8 as held_delta, reason, person, source
       from lot_movement where lot_id = ? order by at desc, id desc limit ${SHOWN}`,
      [lot_id],
    );
  }

  /** What it gave to which order, and why, newest first. */
  allocations(lot_id: string): Promise<
    {
      id: string;
      order_id: string;
      units: number;
      shipped: number;
      state: string;
      rule: string;
      why: { en: string; zh: string };
      created_at: Date;
    }[]
  > {
    return rows(
      this.sql,
      `select id, order_id, units::float8 as units, shipped::float8 as shipped, state, rule, why, created_at
       from allocation where lot_id = ? order by created_at desc, id desc limit ${SHOWN}`,
      [lot_id],
    );
  }

  shorts(
    lot_id: string,
  ): Promise<{ id: string; number: string; kind: string; state: string; units: number; reason: string; at: Date }[]> {
    return rows(
      this.sql,
      `select id, number, kind, state, units::float8 as units, reason, created_at as at from short
       where lot_id = ? and state <> 'dropped' order by created_at desc limit ${SHOWN}`,
      [lot_id],
    );
  }
}
