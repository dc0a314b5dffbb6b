import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  assertTransition,
  decideForecast,
  deliveredRatio,
  expectedOfHarvests,
  expectedUnits,
  FORECAST_TRANSITIONS,
  ok,
  refuse,
  type ExpectedOfHarvests,
  type ForecastState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { earlierForm, OTHER_FIGURES } from "../../lib/earlier-form";
import { groupBy } from "../../lib/group-by";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { atKey, placeOf } from "../../lib/keyset";
import type { Transaction } from "../../lib/sql";
import { inTransaction, row, rows } from "../../lib/sql";
import { logRelative } from "./relative-acts";

export interface Forecast {
  id: string;
  cooperative_id: string;
  household_id: string;
  pool_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  units: number;
  /** Brought so far: lots of this household in this pool since it was declared; fixed when it ends. */
  delivered_units: number;
  ready_from: string;
  ready_to: string;
  state: ForecastState;
  declared_by: string;
  note: string | null;
  at: Date;
  at_key: string;
  /** Basis points of what this household declared before that it brought; null without a past. */
  ratio_bp: number | null;
  /** Units to expect: declared times the ratio. */
  expected_units: number;
}

export interface DeclareForecast {
  cooperative_id: string;
  household_id: string;
  /** Where the household lives: a village's brand is filled by its own households only. */
  village_id: string;
  pool_id: string;
  units: number;
  ready_from: string;
  ready_to: string;
  note: string | null;
  /** The household's own id, or the member who wrote it down for them. */
  person: string;
  /** The relative who declares for the household: goes into its log. */
  delegate_id?: string | undefined;
  idempotency_key: string;
  today: string;
}

/** Harvests still in the field: what households say they will bring. Never stock; only a pre-order may promise them. */
export class Forecasts {
  constructor(private readonly sql: Knex) {}

  declare(input: DeclareForecast): Promise<Result<Forecast, Refusal>> {
    return inTransaction(this.sql, (tx) => this.declare_(tx, input));
  }

  async declare_(tx: Transaction, input: DeclareForecast): Promise<Result<Forecast, Refusal>> {
    const fits = decideForecast(input, input.today);
    if (!fits.ok) return fits;
    const hash = inputHash([input.pool_id, input.units, input.ready_from, input.ready_to, input.note]);
    const written = await row<{ id: string }>(
      tx,
      `insert into forecast (id, cooperative_id, household_id, pool_id, produce, grade, units, ready_from, ready_to, declared_by, note,
                             idempotency_key, input_hash)
       select ?, p.cooperative_id, ?, p.id, p.produce, p.grade, ?, ?, ?, ?, ?, ?, ? from pool p
       where p.id = ? and p.cooperative_id = ? and p.status = 'open' and (p.origin_kind = 'region' or p.origin_id = ?)
       on conflict on constraint forecast_once do nothing returning id`,
      [
        newId("fc"),
        input.household_id,
        input.units,
        input.ready_from,
        input.ready_to,
        input.person,
        input.note,
        input.idempotency_key,
        hash,
        input.pool_id,
        input.cooperative_id,
        input.village_id,
      ],
    );
    const { household_id, idempotency_key } = input;
    const sent = { input_hash: hash, otherwise: OTHER_FIGURES };
    const there = await earlierForm(tx, "forecast", { household_id, idempotency_key }, sent);
    if (!there) return refuse("pool_not_found", "There is no open pool of this produce for this village.", "pool_id");
    if (!there.ok) return there;
    if (written && input.delegate_id !== undefined) {
      await logRelative(tx, { ...input, delegate_id: input.delegate_id }, "forecast_declared", there.value.id);
    }
    return this.shown(tx, there.value.id);
  }

  /** It came in, all or in part, or it is taken back: either way it no longer stands among what is expected. */
  end(input: {
    id: string;
    cooperative_id: string;
    /** Only this household's own, when the household asks. */
    household_id?: string | undefined;
    to: "delivered" | "withdrawn";
    person: string;
    /** The relative who takes it back for the household: goes into its log. */
    delegate_id?: string | undefined;
  }): Promise<Result<Forecast, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select id from forecast where id = ? and cooperative_id = ? for update`, [
        input.id,
        input.cooperative_id,
      ]);
      const found = await this.shown(tx, input.id);
      const own = found.ok && found.value.cooperative_id === input.cooperative_id;
      if (!own || (input.household_id !== undefined && found.value.household_id !== input.household_id)) {
        return refuse("not_found", "There is no such forecast.");
      }
      const forecast = found.value;
      if (forecast.state === input.to) return found;
      const may = assertTransition(FORECAST_TRANSITIONS, forecast.state, input.to);
      if (!may.ok) return refuse("conflict", `This forecast is ${forecast.state} already. Nothing was changed.`);
      await tx.raw(`update forecast set state = ?, delivered_units = ?, ended_by = ?, ended_at = now() where id = ?`, [
        input.to,
        forecast.delivered_units,
        input.person,
        input.id,
      ]);
      await tx.raw(
        `insert into forecast_past (household_id, produce, declared_units, delivered_units, forecasts) values (?, ?, ?, ?, 1)
         on conflict (household_id, produce) do update set declared_units = forecast_past.declared_units + excluded.declared_units,
           delivered_units = forecast_past.delivered_units + excluded.delivered_units, forecasts = forecast_past.forecasts + 1`,
        [forecast.household_id, forecast.produce, forecast.units, forecast.delivered_units],
      );
      if (input.delegate_id !== undefined) {
        await logRelative(tx, { ...forecast, delegate_id: input.delegate_id }, "forecast_withdrawn", forecast.id);
      }
      return this.shown(tx, input.id);
    });
  }

  list(input: {
    cooperative_id: string;
    household_id?: string | undefined;
    pool_id?: string | undefined;
    open?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Forecast[]> {
    const place = placeOf(input.cursor);
    return this.select(
      this.sql,
      `f.cooperative_id = ? and (?::text is null or f.household_id = ?::text) and (?::text is null or f.pool_id = ?::text)
         ${input.open ? "and f.state = 'declared'" : ""} and (f.at, f.id) < (?::timestamptz, ?) order by f.at desc, f.id desc limit ?`,
      [
        input.cooperative_id,
        input.household_id ?? null,
        input.household_id ?? null,
        input.pool_id ?? null,
        input.pool_id ?? null,
        place.at,
        place.id,
        input.limit,
      ],
    );
  }

  /** Per pool: what is declared and still to come, and what to expect of it by what each household brought before. */
  async ofPools(
    pool_ids: readonly string[],
  ): Promise<Map<string, { declared: number; expected: number; forecasts: number }>> {
    const open = await rows<{ pool_id: string; units: number; declared: number | null; delivered: number | null }>(
      this.sql,
      `select f.pool_id, greatest(0, f.units - ${BROUGHT})::float8 as units, p.declared_units::float8 as declared, p.delivered_units::float8 as delivered
       from forecast f left join forecast_past p on p.household_id = f.household_id and p.produce = f.produce
       where f.state = 'declared' and f.pool_id = any(?)`,
      [[...pool_ids]],
    );
    const sums = new Map<string, { declared: number; expected: number; forecasts: number }>();
    for (const one of open) {
      const sum = sums.get(one.pool_id) ?? { declared: 0, expected: 0, forecasts: 0 };
      sum.declared += one.units;
      sum.expected += expectedUnits(one.units, ratioOf(one.declared, one.delivered));
      sum.forecasts += 1;
      sums.set(one.pool_id, sum);
    }
    return sums;
  }

  /** Pool id -> what is expected of its declared harvests, of how many households, and what of it is late; each pool has one. */
  async expectedOf(pool_ids: readonly string[], today: string): Promise<Map<string, ExpectedOfHarvests>> {
    const open = await rows<{
      pool_id: string;
      household_id: string;
      ready_to: string;
      units: number;
      declared: number | null;
      delivered: number | null;
    }>(
      this.sql,
      `select f.pool_id, f.household_id, f.ready_to::text as ready_to, greatest(0, f.units - ${BROUGHT})::float8 as units,
              p.declared_units::float8 as declared, p.delivered_units::float8 as delivered
       from forecast f left join forecast_past p on p.household_id = f.household_id and p.produce = f.produce
       where f.state = 'declared' and f.pool_id = any(?)`,
      [[...pool_ids]],
    );
    const harvests = groupBy(
      open.map(({ declared, delivered, ...one }) => ({ ...one, ratio_bp: ratioOf(declared, delivered) })),
      (one) => one.pool_id,
    );
    return new Map(pool_ids.map((pool_id) => [pool_id, expectedOfHarvests(harvests.get(pool_id) ?? [], today)]));
  }

  /** Pool id -> between which days its next lots are expected, from how many households, and how much; what is past is not. */
  async comingTo(
    pool_ids: readonly string[],
    today: string,
  ): Promise<Map<string, { from: string; to: string; households: number; expected_units: number }>> {
    const found = await rows<{
      pool_id: string;
      household_id: string;
      ready_from: string;
      ready_to: string;
      units: number;
      declared: number | null;
      delivered: number | null;
    }>(
      this.sql,
      `select f.pool_id, f.household_id, greatest(f.ready_from, ?::date)::text as ready_from, f.ready_to::text as ready_to,
              greatest(0, f.units - ${BROUGHT})::float8 as units, p.declared_units::float8 as declared, p.delivered_units::float8 as delivered
       from forecast f left join forecast_past p on p.household_id = f.household_id and p.produce = f.produce
       where f.state = 'declared' and f.ready_to >= ?::date and f.pool_id = any(?) order by f.ready_from, f.id`,
      [today, today, [...pool_ids]],
    );
    const open = groupBy(
      found.filter((one) => one.units > 0),
      (one) => one.pool_id,
    );
    return new Map(
      [...open].map(([pool_id, all]) => [
        pool_id,
        {
          from: all[0]?.ready_from ?? today,
          to: all.reduce((last, one) => (one.ready_to > last ? one.ready_to : last), today),
          households: new Set(all.map((one) => one.household_id)).size,
          expected_units: all.reduce(
            (sum, one) => sum + expectedUnits(one.units, ratioOf(one.declared, one.delivered)),
            0,
          ),
        },
      ]),
    );
  }

  /** The first day on which any open pool expects goods; null when nobody has declared any. */
  async nextDay(today: string): Promise<string | null> {
    const found = await row<{ day: string | null }>(
      this.sql,
      `select min(greatest(f.ready_from, ?::date))::text as day from forecast f join pool p on p.id = f.pool_id and p.status = 'open'
       where f.state = 'declared' and f.ready_to >= ?::date`,
      [today, today],
    );
    return found?.day ?? null;
  }

  private async shown(sql: Knex | Transaction, id: string): Promise<Result<Forecast, Refusal>> {
    const [found] = await this.select(sql, `f.id = ?`, [id]);
    return found ? ok(found) : refuse("not_found", "There is no such forecast.");
  }

  private async select(sql: Knex | Transaction, where: string, bindings: readonly unknown[]): Promise<Forecast[]> {
    const found = await rows<Forecast & { past_declared: number | null; past_delivered: number | null }>(
      sql,
      `select f.id, f.cooperative_id, f.household_id, f.pool_id, f.produce, f.grade, pl.unit, f.units::float8 as units,
              (case when f.state = 'declared' then ${BROUGHT} else f.delivered_units end)::float8 as delivered_units,
              f.ready_from::text as ready_from, f.ready_to::text as ready_to, f.state, f.declared_by, f.note, f.at, ${atKey("f.at")},
              p.declared_units::float8 as past_declared, p.delivered_units::float8 as past_delivered
       from forecast f join pool pl on pl.id = f.pool_id
       left join forecast_past p on p.household_id = f.household_id and p.produce = f.produce where ${where}`,
      bindings,
    );
    return found.map(({ past_declared, past_delivered, ...forecast }) => {
      const ratio_bp = ratioOf(past_declared, past_delivered);
      const left = Math.max(0, forecast.units - forecast.delivered_units);
      return {
        ...forecast,
        ratio_bp,
        expected_units: forecast.state === "declared" ? expectedUnits(left, ratio_bp) : 0,
      };
    });
  }
}

/** Lots the household brought to the pool since it declared: by them the forecast is kept, nobody types it. */
export const BROUGHT = `coalesce((select sum(l.units) from lot l where l.household_id = f.household_id and l.pool_id = f.pool_id
  and l.created_at >= f.at and l.parent_lot_id is null), 0)`;

function ratioOf(declared: number | null, delivered: number | null): number | null {
  return declared === null || delivered === null ? null : deliveredRatio({ declared, delivered });
}
