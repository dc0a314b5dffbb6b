import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { CorrectionState, DeductionLine, ObjectionState } from "@commonlot/domain";
import { row, rows } from "../../lib/sql";
import { COUNTS_NOW } from "./corrections";
import type { CullFate, CullReason } from "./culls";

/** The whole weigh ticket of a lot: what was weighed, what came off, what counts, and what was said about it since. */
export interface Ticket {
  lot_id: string;
  number: string;
  pool_id: string;
  cooperative_id: string;
  household_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  price_mode: "by_sale" | "fixed" | "pool_average";
  harvested_on: string;
  best_before: string | null;
  weighed_at: Date;
  weighed_on: string;
  weigher_id: string;
  scale: string | null;
  container: string | null;
  containers: number | null;
  gross_g: number | null;
  tare_g: number | null;
  /** gross - tare; null for pieces counted without a scale. */
  net_g: number | null;
  deductions: DeductionLine[];
  /** What counted on the ticket. */
  intake_units: number;
  /** What counts now, after signed corrections. */
  units: number;
  sellable_units: number;
  kept_apart_units: number;
  allocated: number;
  shipped: number;
  wasted: number;
  day_price: { price_minor: number; currency: string; per: "kg" | "piece" } | null;
  culls: { units: number; reason: CullReason; fate: CullFate; words: string }[];
  corrections: TicketCorrection[];
  objections: TicketObjection[];
}

export interface TicketCorrection {
  id: string;
  delta_units: number;
  reason: string;
  words: string;
  state: CorrectionState;
  entered_by: string;
  ended_by: string | null;
  at: Date;
  ended_at: Date | null;
}

export interface TicketObjection {
  id: string;
  via: "tap" | "call" | "sms";
  words: string;
  state: ObjectionState;
  answer: string | null;
  answered_by: string | null;
  /** The relative who tapped; null when it was the household itself, or a call. */
  said_by_name: string | null;
  at: Date;
  answered_at: Date | null;
}

/** Corrections and objections shown of one lot: more than these is a quarrel that no page settles. */
const SHOWN = 50;

type Stored = Omit<Ticket, "deductions" | "culls" | "corrections" | "objections" | "day_price" | "net_g"> & {
  price_minor: number | null;
  price_currency: string | null;
  price_per: "kg" | "piece" | null;
};

export class Tickets {
  constructor(private readonly sql: Knex) {}

  async ticket(lot_id: string): Promise<Ticket | undefined> {
    const lot = await row<Stored>(
      this.sql,
      `select l.id as lot_id, l.number, l.pool_id, l.cooperative_id, l.household_id, p.produce, l.grade, p.unit, p.price_mode,
              l.harvested_on::text as harvested_on, l.best_before::text as best_before, l.weighed_at,
              coalesce(l.weighed_on, (l.weighed_at at time zone 'Asia/Shanghai')::date)::text as weighed_on,
              l.weigher_id, l.scale, l.container, l.containers, l.gross_g::float8 as gross_g, l.tare_g::float8 as tare_g,
              l.units::float8 as intake_units, ${COUNTS_NOW} as units,
              l.kept_apart_units::float8 as kept_apart_units,
              l.sellable_units::float8 as sellable_units, l.allocated::float8 as allocated, l.shipped::float8 as shipped,
              l.wasted::float8 as wasted, l.day_price_minor::float8 as price_minor, l.day_price_currency as price_currency,
              l.day_price_per as price_per
       from lot l join pool p on p.id = l.pool_id where l.id = ?`,
      [lot_id],
    );
    if (!lot) return undefined;
    const [deductions, culls, corrections, objections] = await Promise.all([
      this.deductions(lot_id),
      this.culls(lot_id),
      this.corrections(lot_id),
      this.objections(lot_id),
    ]);
    const { price_minor, price_currency, price_per, ...rest } = lot;
    const priced = price_minor !== null && price_currency !== null && price_per !== null;
    return {
      ...rest,
      net_g: lot.gross_g === null ? null : lot.gross_g - (lot.tare_g ?? 0),
      day_price: priced ? { price_minor, currency: price_currency, per: price_per } : null,
      deductions,
      culls,
      corrections,
      objections,
    };
  }

  /** The ticket of one of this cooperative's lots; another cooperative's is not there. */
  async ofCooperative(lot_id: string, cooperative_id: string): Promise<Ticket | undefined> {
    const ticket = await this.ticket(lot_id);
    return ticket?.cooperative_id === cooperative_id ? ticket : undefined;
  }

  async ofHousehold(lot_id: string, household_id: string): Promise<Ticket | undefined> {
    const ticket = await this.ticket(lot_id);
    return ticket?.household_id === household_id ? ticket : undefined;
  }

  private deductions(lot_id: string): Promise<DeductionLine[]> {
    return rows(
      this.sql,
      `select kind, method, measured_bp, base_bp, deducted_g::float8 as deducted_g from lot_deduction where lot_id = ? order by position`,
      [lot_id],
    );
  }

  private culls(lot_id: string): Promise<Ticket["culls"]> {
    return rows(
      this.sql,
      `select units::float8 as units, reason, fate, words from cull where lot_id = ? order by at, id limit ${SHOWN}`,
      [lot_id],
    );
  }

  private corrections(lot_id: string): Promise<TicketCorrection[]> {
    return rows(
      this.sql,
      `select id, delta_units::float8 as delta_units, reason, words, state, entered_by, ended_by, at, ended_at
       from lot_correction where lot_id = ? order by at desc, id limit ${SHOWN}`,
      [lot_id],
    );
  }

  private objections(lot_id: string): Promise<TicketObjection[]> {
    return rows(
      this.sql,
      `select id, via, words, state, answer, answered_by, said_by_name, at, answered_at
       from objection where lot_id = ? order by at desc, id limit ${SHOWN}`,
      [lot_id],
    );
  }
}
