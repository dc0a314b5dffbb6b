import { ok, refuse, truckRatesInForce, type Refusal, type Result, type TruckRate } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";

/** A rate as it is kept: entered once, never edited. */
export interface KeptTruckRate extends Omit<TruckRate, "valid_to"> {
  id: string;
  valid_to: string | null;
  made_by: string;
  created_at: Date;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
}

const RATE = `id, name, currency, capacity_kg, capacity_pallets, base_minor::text, per_km_minor::text, minimum_minor::text, road_bp, km_a_day, provinces,
  valid_from::text, valid_to::text, made_by, created_at, withdrawn_at, withdrawn_by`;
/** A cooperative has a few kinds of trucks, not a fleet of carriers. */
const MAX_RATES = 500;

type RateRow = Omit<KeptTruckRate, "base_minor" | "per_km_minor" | "minimum_minor"> & {
  base_minor: string;
  per_km_minor: string;
  minimum_minor: string;
};

/** What trucks cost a cooperative. A rate ends by its last day, by the next one of its name, or by being taken back. */
export class TruckRates {
  constructor(private readonly sql: Knex) {}

  /** A cooperative's own, the last entered first. */
  async list(page: {
    cooperative_id: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<(KeptTruckRate & { at_key: string })[]> {
    const { at, id } = placeOf(page.cursor);
    const found = await rows<RateRow & { at_key: string }>(
      this.sql,
      `select ${RATE}, ${atKey("created_at")} from truck_rate where cooperative_id = ? and (created_at, id) < (?::timestamptz, ?)
       order by created_at desc, id desc limit ?`,
      [page.cooperative_id, at, id, page.limit],
    );
    return found.map((one) => ({ ...kept(one), at_key: one.at_key }));
  }

  /** Those that price a day, in this currency. */
  async inForce(of: { cooperative_id: string; currency: string; day: string }): Promise<KeptTruckRate[]> {
    return truckRatesInForce(await begun(this.sql, of), of.day);
  }

  /** Enters a rate. From its first day it prices in place of an older one of its name. */
  enter(input: { cooperative_id: string; person: string; rate: TruckRate }): Promise<Result<{ id: string }, Refusal>> {
    const { cooperative_id, person, rate } = input;
    if (rate.currency !== "CNY")
      return Promise.resolve(
        refuse("wrong_currency", "Trucks are priced in yuan (CNY). Nothing was saved.", "currency"),
      );
    return inTransaction(this.sql, async (tx) => {
      // One writer of a cooperative's rates at a time, so that the limit holds.
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('truck_rate:' || ?, 0))`, [cooperative_id]);
      const counted = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from truck_rate where cooperative_id = ? and withdrawn_at is null`,
        [cooperative_id],
      );
      if ((counted?.count ?? 0) >= MAX_RATES)
        return refuse("too_many_truck_rates", `There are ${MAX_RATES} rates already. Take old ones back first.`);
      const made = await row<{ id: string }>(
        tx,
        `insert into truck_rate (id, cooperative_id, name, currency, capacity_kg, capacity_pallets, base_minor, per_km_minor, minimum_minor, road_bp,
           km_a_day, provinces, valid_from, valid_to, made_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::text[], ?, ?, ?)
         on conflict (cooperative_id, name, valid_from) where withdrawn_at is null do nothing returning id`,
        [
          newId("truckrate"),
          cooperative_id,
          rate.name,
          rate.currency,
          rate.capacity_kg,
          rate.capacity_pallets,
          String(rate.base_minor),
          String(rate.per_km_minor),
          String(rate.minimum_minor),
          rate.road_bp,
          rate.km_a_day,
          [...rate.provinces],
          rate.valid_from,
          rate.valid_to ?? null,
          person,
        ],
      );
      if (made) return ok({ id: made.id });
      const message = `"${rate.name}" has a rate from ${rate.valid_from} already. Begin on another day, or take that one back; nothing was saved.`;
      return refuse("truck_rate_exists", message, "valid_from");
    });
  }

  /** Takes a rate back: it prices no offer from now on. Offers that were made by it keep what they say. Done twice it is done once. */
  withdraw(input: { id: string; cooperative_id: string; person: string }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await row<{ withdrawn: boolean }>(
        tx,
        `select withdrawn_at is not null as withdrawn from truck_rate where id = ? and cooperative_id = ? for update`,
        [input.id, input.cooperative_id],
      );
      if (!found) return refuse("truck_rate_not_found", "There is no such truck rate of this cooperative.");
      if (!found.withdrawn)
        await rows(tx, `update truck_rate set withdrawn_at = now(), withdrawn_by = ? where id = ?`, [
          input.person,
          input.id,
        ]);
      return ok(undefined);
    });
  }
}

async function begun(
  sql: Sql,
  of: { cooperative_id: string; currency: string; day: string },
): Promise<KeptTruckRate[]> {
  const found = await rows<RateRow>(
    sql,
    `select ${RATE} from truck_rate where cooperative_id = ? and currency = ? and valid_from <= ?::date and withdrawn_at is null order by name, valid_from`,
    [of.cooperative_id, of.currency, of.day],
  );
  return found.map(kept);
}

function kept(found: RateRow): KeptTruckRate {
  return {
    ...found,
    base_minor: BigInt(found.base_minor),
    per_km_minor: BigInt(found.per_km_minor),
    minimum_minor: BigInt(found.minimum_minor),
  };
}
