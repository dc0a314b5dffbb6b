import { carrierWords } from "@commonlot/domain";
import { CARE, joinCare, type Care } from "./care";
import { apartByGrade, columnOf, idsOf, INSTEAD, type ParcelsOf } from "./label-facts";
import { row, rows, type Sql } from "./sql";

// What the papers and lists of the packing shed say. Read across the rooms, write nothing; one query each, whatever the
// number of parcels. No price but the value that a carrier insures, and of addressees only what the paper is for.

/** Packs of one good to fetch for a wave. */
export interface PickProduct {
  title: string;
  pool_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  packs: number;
  units: number;
  pack_g: number;
}

/** Of which lots, and how much of each. */
export interface PickLot {
  title: string;
  lot_id: string;
  lot_number: string;
  household_name: string | null;
  best_before: string | null;
  unit: "g" | "piece";
  units: number;
  recalled: boolean;
}

export interface PickParcel {
  id: string;
  number: string;
  state: string;
  name: string;
  carton: string;
  lines: { title: string; packs: number }[];
}

const HERE = `p.wave_id = ? and p.state in ('planned', 'labelled', 'packed')`;

/** What to fetch from the shelves for the parcels of a wave that are still here: by product, by lot, by parcel. */
export async function pickListOf(
  sql: Sql,
  wave_id: string,
): Promise<{ products: PickProduct[]; lots: PickLot[]; parcels: PickParcel[] }> {
  const [products, lots, parcels] = await Promise.all([
    rows<PickProduct>(
      sql,
      `select l.title, o.id as pool_id, o.produce, o.grade, o.unit, l.pack_g::float8 as pack_g, sum(l.packs)::float8 as packs,
              sum(l.packs * l.pack_units)::float8 as units
       from parcel p join parcel_line l on l.parcel_id = p.id
         join lateral (select c.pool_id from parcel_content c where c.parcel_id = l.parcel_id and c.order_line_id = l.order_line_id limit 1) c on true
         join pool o on o.id = c.pool_id
       where ${HERE} group by l.title, o.id, l.pack_g order by o.produce, l.title, l.pack_g`,
      [wave_id],
    ),
    rows<PickLot>(
      sql,
      `select l.title, t.id as lot_id, t.number as lot_number, h.name as household_name, t.best_before::text as best_before, o.unit,
              sum(c.units)::float8 as units, t.blocked_at is not null as recalled
       from parcel p join parcel_content c on c.parcel_id = p.id
         join parcel_line l on l.parcel_id = c.parcel_id and l.order_line_id = c.order_line_id
         join lot t on t.id = c.lot_id join pool o on o.id = c.pool_id left join household h on h.id = t.household_id
       where ${HERE} group by l.title, t.id, h.name, o.unit order by l.title, t.best_before nulls last, t.number`,
      [wave_id],
    ),
    rows<PickParcel>(
      sql,
      `select p.id, p.number, p.state, p.name, p.carton,
              (select jsonb_agg(jsonb_build_object('title', l.title, 'packs', l.packs) order by l.title) from parcel_line l where l.parcel_id = p.id) as lines
       from parcel p where ${HERE} order by p.address, p.number`,
      [wave_id],
    ),
  ]);
  return { products, lots, parcels };
}

/** A line of a packing slip: what is in the box, and from where. */
export interface SlipContent {
  title: string;
  packs: number;
  unit: "g" | "piece";
  care: Care;
  lots: { number: string; village: string | null; harvested_on: string; units: number }[];
}

export interface Slip {
  number: string;
  order_number: string;
  name: string;
  /** In full: a label may have had to cut it. */
  address: string;
  contents: SlipContent[];
}

/**
 * What each parcel holds, from whose village and how it wants to be handled, packs of another grade than was ordered apart; no price and
 * no phone. In the order of the labels.
 */
export async function slipsOf(sql: Sql, of: ParcelsOf): Promise<Slip[]> {
  const found = await rows<{
    number: string;
    display_id: number | null;
    name: string;
    address: string;
    care: Care;
    title: string;
    packs: number;
    pack_units: number;
    unit: "g" | "piece";
    lots: (SlipContent["lots"][number] & { grade: string | null })[];
  }>(
    sql,
    `select p.number, o.display_id::int as display_id, p.name, p.address, ${CARE} as care, l.title, l.packs::float8 as packs, l.pack_units::float8 as pack_units, min(k.unit) as unit,
            jsonb_agg(jsonb_build_object('number', t.number, 'village', coalesce(v.name_zh, r.name_zh), 'harvested_on', t.harvested_on,
              'units', c.units, 'grade', case when i.id is not null then k.grade end) order by t.number) as lots
     from parcel p join parcel_line l on l.parcel_id = p.id ${joinCare("l")}
       join parcel_content c on c.parcel_id = l.parcel_id and c.order_line_id = l.order_line_id
       join lot t on t.id = c.lot_id join pool k on k.id = c.pool_id left join allocation i on i.id = c.allocation_id and ${INSTEAD("i")}
       left join village v on k.origin_kind = 'village' and v.id = k.origin_id
       left join village_region r on k.origin_kind = 'region' and r.id = k.origin_id
       left join "order" o on o.id = p.order_id
     where ${columnOf(of)} = any(?) and p.state <> 'void'
     group by p.id, o.display_id, l.parcel_id, l.order_line_id order by p.address, p.number, l.title`,
    [idsOf(of)],
  );
  const slips = new Map<string, Slip>();
  for (const { number, display_id, name, address, care, unit, lots, ...line } of found) {
    const slip = slips.get(number) ?? { number, order_number: String(display_id ?? ""), name, address, contents: [] };
    for (const { title, packs, grade } of apartByGrade(line, lots)) {
      const own = lots.filter((lot) => lot.grade === grade).map(({ grade: _, ...lot }) => lot);
      slip.contents.push({ title, packs, unit, care, lots: own });
    }
    slips.set(number, slip);
  }
  return [...slips.values()];
}

export interface ManifestRow {
  number: string;
  tracking_number: string | null;
  carrier: string;
  service: string;
  /** As people call them: the cooperative's own names, else those that are known, else the codes. */
  carrier_name: string;
  service_title: string;
  name: string;
  province_code: string;
  gross_g: number;
  /** Declared to the carrier, who insures it, in minor units; null where nothing is. */
  declared_minor: number | null;
  currency: string;
}

/** The parcels a driver takes along, by carrier. */
export async function manifestOf(sql: Sql, handover_id: string): Promise<ManifestRow[]> {
  const found = await rows<Omit<ManifestRow, "carrier_name"> & { own_name: string | null }>(
    sql,
    // What the scale said when it was packed, and what was planned where nobody weighed it.
    `select p.number, p.tracking_number, p.carrier, p.service, a.name as own_name, coalesce(nullif(s.title, ''), p.service) as service_title,
       p.name, p.province_code, coalesce(k.weighed_g, p.gross_g)::float8 as gross_g,
       case when p.insurance_minor > 0 then p.value_minor::float8 end as declared_minor, upper(p.currency) as currency
     from parcel p
       left join parcel_packing k on k.parcel_id = p.id
       left join carrier_account a on a.cooperative_id = p.cooperative_id and a.carrier = p.carrier
       left join carrier_service s on s.cooperative_id = p.cooperative_id and s.carrier = p.carrier and s.service = p.service
     where p.handover_id = ? order by p.carrier, p.service, p.number`,
    [handover_id],
  );
  return found.map(({ own_name, ...parcel }) => ({ ...parcel, carrier_name: carrierName(parcel.carrier, own_name) }));
}

/** A carrier as people of the house call it: its own name in the cooperative's list, else the known one, else its code. */
export function carrierName(code: string, own_name?: string | null): string {
  return own_name ?? carrierWords(code).zh;
}

/** What a sheet is about, for its head: a wave's number and cut-off, or nothing. */
export function waveHead(sql: Sql, wave_id: string): Promise<{ number: string; cut_off_at: Date } | undefined> {
  return row(sql, `select number, cut_off_at from wave where id = ?`, [wave_id]);
}
