import { rate, rateCardSchema, whyApart, type ApartParcel, type WhyApart } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows } from "../../lib/sql";
import { Packs } from "./packs";
import { rateDay } from "./rates-today";
import { ratesFor, ratesOf } from "./rates";
import { safeNumber } from "./types";

/** Other parcels to the same place that are compared with one: of a load of thousands a few say why. */
const COMPARED = 12;

/** Why a parcel costs what it costs, and why what goes to the same place is not in it. */
export interface WhyParcel {
  currency: string;
  freight_minor: number;
  carton_minor: number;
  carton: string;
  /** The freight as its card makes it, in words; null where the card's words give another sum: packs were described anew since. */
  freight_words: { zh: string; en: string } | null;
  apart: { id: string; number: string; reason: WhyApart }[];
  /** Parcels to the same place beyond those compared. */
  more: number;
}

interface Stored {
  id: string;
  number: string;
  order_id: string;
  destination_id: string;
  province_code: string;
  zone: string;
  gross_g: number;
  freight_minor: string;
  carton_minor: string;
  value_minor: number;
  insurance_minor: number;
  currency: string;
  carton: string;
  size_mm: (number | null)[] | null;
  inner_ml: number | null;
  card: object | null;
  valid_from: string | null;
}

interface StoredLine {
  parcel_id: string;
  kind: string;
  title: string;
  packs: number;
  pack_g: number;
}

const PARCEL = `select p.id, p.number, p.order_id, p.destination_id, p.province_code, p.zone, p.gross_g::float8 as gross_g, p.freight_minor::text,
    p.carton_minor::text, coalesce(p.value_minor, 0)::float8 as value_minor, coalesce(p.insurance_minor, 0)::float8 as insurance_minor,
    upper(p.currency) as currency, p.carton, array[c.inner_length_mm, c.inner_width_mm, c.inner_height_mm]::float8[] as size_mm,
    c.inner_ml::float8 as inner_ml, r.card, r.valid_from::text
  from parcel p left join carton c on c.id = p.carton_id left join rate_card r on r.id = p.rate_card_id`;

/** Explains parcels as they stand. Reads, and decides nothing. */
export class WhyParcels {
  private readonly packs: Packs;

  constructor(private readonly sql: Knex) {
    this.packs = new Packs(sql);
  }

  /** Of one parcel of a cooperative; undefined for one that is not there. `variantOf` says which variant an order line is of. */
  async of(
    id: string,
    cooperative_id: string,
    variantOf: (order_line_ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
  ): Promise<WhyParcel | undefined> {
    const parcel = await row<Stored>(this.sql, `${PARCEL} where p.id = ? and p.cooperative_id = ?`, [
      id,
      cooperative_id,
    ]);
    if (!parcel) return undefined;
    const others = await rows<Stored & { all: number }>(
      this.sql,
      `select o.*, count(*) over ()::int as all from (${PARCEL}
         where p.order_id = ? and p.cooperative_id = ? and p.destination_id = ? and p.state <> 'void' and p.id <> ?) o
       order by o.number limit ?`,
      [parcel.order_id, cooperative_id, parcel.destination_id, parcel.id, COMPARED],
    );
    const lines = await rows<StoredLine>(
      this.sql,
      `select parcel_id, order_line_id as kind, title, packs::float8 as packs, pack_g::float8 as pack_g from parcel_line
       where parcel_id = any(?) order by parcel_id, title, order_line_id`,
      [[parcel.id, ...others.map((one) => one.id)]],
    );
    const variants = await variantOf([...new Set(lines.map((line) => line.kind))]);
    const natures = await this.packs.natures([...new Set(variants.values())]);
    const packOf = (kind: string) => natures.get(variants.get(kind) ?? "");
    const asApart = (one: Stored): ApartParcel => ({
      lines: lines.filter((line) => line.parcel_id === one.id).map((line) => ({ ...line, pack: packOf(line.kind) })),
      value_minor: one.value_minor,
      cost_minor: BigInt(one.freight_minor) + BigInt(one.carton_minor),
    });
    const rates = ratesOf(
      await ratesFor(this.sql, { currency: parcel.currency, cooperative_ids: [cooperative_id], day: rateDay() }),
      cooperative_id,
    );
    const own = asApart(parcel);
    return {
      currency: parcel.currency,
      freight_minor: safeNumber(parcel.freight_minor),
      carton_minor: safeNumber(parcel.carton_minor),
      carton: parcel.carton,
      freight_words: freightWords(parcel),
      apart: others.map((one) => ({
        id: one.id,
        number: one.number,
        reason: whyApart(own, asApart(one), parcel.province_code, rates),
      })),
      more: Math.max(0, (others[0]?.all ?? 0) - others.length),
    };
  }
}

/**
 * The freight by the card that priced it. Whether it was fragile or cold then is not kept: the sum says it. None that gives the freight
 * on file is no explanation, so nothing is said.
 */
function freightWords(parcel: Stored): WhyParcel["freight_words"] {
  if (parcel.card === null || parcel.valid_from === null) return null;
  const card = rateCardSchema.safeParse({ ...parcel.card, currency: parcel.currency, valid_from: parcel.valid_from });
  if (!card.success) return null;
  const sides = (parcel.size_mm ?? []).filter((side) => side !== null);
  const size_mm = sides.length === 3 ? (sides as [number, number, number]) : undefined;
  const weighed = {
    gross_g: parcel.gross_g,
    ...(parcel.inner_ml === null ? {} : { volume_ml: parcel.inner_ml }),
    ...(size_mm === undefined ? {} : { size_mm }),
    ...(parcel.insurance_minor > 0 ? { declared_minor: BigInt(parcel.value_minor) } : {}),
  };
  for (const traits of [{}, { fragile: true }, { cold: true }, { fragile: true, cold: true }]) {
    const quote = rate(card.data, parcel.zone, { ...weighed, ...traits });
    if (quote.ok && quote.value.amount_minor === BigInt(parcel.freight_minor)) {
      return { zh: quote.value.explained_zh, en: quote.value.explained };
    }
  }
  return null;
}
