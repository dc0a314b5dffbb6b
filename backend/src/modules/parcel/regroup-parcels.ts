import type { ParcelCost, Placement, RegroupLine } from "@commonlot/domain";
import { row, rows, type Sql } from "../../lib/sql";
import type { ParcelDraft } from "./plan";
import { placementOf } from "./placements";

/** A parcel with all that a regrouping must keep. */
export interface ParcelToRegroup {
  id: string;
  number: string;
  state: string;
  order_id: string;
  cooperative_id: string;
  plan_version: number;
  destination_id: string;
  addressee_id: string | null;
  name: string;
  phone: string;
  province_code: string;
  address: string;
  currency: string;
  withdrawn: boolean;
  planned: ParcelCost;
  lines: RegroupLine[];
  titles: [string, string][];
  lots: Map<string, { lot_id: string; pool_id: string; household_id: string }>;
}

type ParcelRow = Omit<ParcelToRegroup, "planned" | "lines" | "titles" | "lots"> & {
  carton: string;
  carrier: string;
  service: string;
  zone: string;
  gross_g: number;
  billed_g: number;
  carton_minor: string;
  freight_minor: string;
  insurance_minor: string;
  value_minor: number;
  placement: Placement | null;
};

/** Parcels of a cooperative with their lines and lots; lots by pool, then in the order in which they were filled. */
export async function parcelsToRegroup(
  sql: Sql,
  ids: readonly string[],
  cooperative_id: string,
): Promise<ParcelToRegroup[]> {
  const found = await rows<ParcelRow>(
    sql,
    `select p.id, p.number, p.state, p.order_id, p.cooperative_id, p.plan_version, p.destination_id, p.addressee_id, p.name, p.phone,
            p.province_code, p.address, p.currency, pl.withdrawn_for is not null as withdrawn, p.carton, p.carrier, p.service, p.zone,
            p.gross_g::float8 as gross_g, coalesce(p.billed_g, p.gross_g)::float8 as billed_g, p.carton_minor, p.freight_minor,
            coalesce(p.insurance_minor, 0) as insurance_minor, coalesce(p.value_minor, 0)::float8 as value_minor, ${placementOf("p")} as placement
     from parcel p join parcel_plan pl on pl.order_id = p.order_id where p.id = any(?) and p.cooperative_id = ? order by p.id`,
    [[...ids], cooperative_id],
  );
  const lines = await rows<{
    parcel_id: string;
    order_line_id: string;
    title: string;
    packs: number;
    pack_units: number;
    pack_g: number;
    freight_minor: string;
    contents: { allocation_id: string; units: number; lot_id: string; pool_id: string; household_id: string }[];
  }>(
    sql,
    `select l.parcel_id, l.order_line_id, l.title, l.packs::float8 as packs, l.pack_units::float8 as pack_units, l.pack_g::float8 as pack_g,
            l.freight_minor, (select jsonb_agg(jsonb_build_object('allocation_id', c.allocation_id, 'units', c.units, 'lot_id', c.lot_id,
               'pool_id', c.pool_id, 'household_id', c.household_id) order by c.pool_id, c.lot_id, c.allocation_id)
             from parcel_content c where c.parcel_id = l.parcel_id and c.order_line_id = l.order_line_id) as contents
     from parcel_line l where l.parcel_id = any(?) order by l.parcel_id, l.order_line_id`,
    [found.map((parcel) => parcel.id)],
  );
  return found.map((row_of) => {
    const { carton, carrier, service, zone, gross_g, billed_g, carton_minor, freight_minor, ...others } = row_of;
    const { insurance_minor, value_minor, placement, ...parcel } = others;
    const own = lines.filter((line) => line.parcel_id === parcel.id);
    return {
      ...parcel,
      planned: {
        carton,
        carrier,
        service,
        zone,
        gross_g,
        billed_g,
        carton_minor: BigInt(carton_minor),
        carriage_minor: BigInt(freight_minor),
        insurance_minor: BigInt(insurance_minor),
        value_minor,
        placement,
      },
      lines: own.map(({ order_line_id, packs, pack_units, pack_g, freight_minor: freight, contents }) => ({
        order_line_id,
        packs,
        pack_units,
        pack_g,
        freight_minor: BigInt(freight),
        contents: contents.map(({ allocation_id, pool_id, units }) => ({ allocation_id, group: pool_id, units })),
      })),
      titles: own.map((line) => [line.order_line_id, line.title] as [string, string]),
      lots: new Map(
        own.flatMap((line) =>
          line.contents.map(
            ({ allocation_id, lot_id, pool_id, household_id }) =>
              [allocation_id, { lot_id, pool_id, household_id }] as const,
          ),
        ),
      ),
    };
  });
}

/** The new parcels, ready to be written: boxes by today's prices, freight as the buyer paid it. */
export function draftsOf(
  before: readonly ParcelToRegroup[],
  after: readonly { lines: RegroupLine[]; cost: ParcelCost }[],
): Omit<ParcelDraft, "carton_id" | "rate_card_id">[] {
  const first = before[0]!;
  const titles = new Map(before.flatMap((parcel) => parcel.titles));
  const lots = new Map(before.flatMap((parcel) => [...parcel.lots]));
  return after.map(({ lines, cost }) => {
    const goods_g = lines.reduce((sum, line) => sum + line.packs * line.pack_g, 0);
    return {
      destination: {
        id: first.destination_id,
        name: first.name,
        phone: first.phone,
        province_code: first.province_code,
        address: first.address,
        addressee_id: first.addressee_id ?? undefined,
        items: [],
      },
      cooperative_id: first.cooperative_id,
      planned: {
        carton: cost.carton,
        carrier: cost.carrier,
        service: cost.service,
        zone: cost.zone,
        items: lines.map((line) => ({ kind: line.order_line_id, count: line.packs })),
        goods_g,
        gross_g: cost.gross_g,
        billed_g: cost.billed_g,
        carton_minor: cost.carton_minor,
        freight_minor: lines.reduce((sum, line) => sum + line.freight_minor, 0n),
        value_minor: cost.value_minor,
        insurance_minor: cost.insurance_minor,
        placement: cost.placement,
        rate_explained: "",
      },
      lines: lines.map(({ contents: _, ...line }) => ({ ...line, title: titles.get(line.order_line_id) ?? "" })),
      contents: lines.flatMap((line) =>
        line.contents.map(({ allocation_id, units }) => ({
          order_line_id: line.order_line_id,
          allocation_id,
          units,
          ...lots.get(allocation_id)!,
        })),
      ),
    };
  });
}

/** All that parcels hold and carry, as one text to compare: units by allocation, packs and freight by line. */
export async function heldBy(sql: Sql, ids: readonly string[]): Promise<string> {
  const found = await row<{ held: string }>(
    sql,
    `select (select jsonb_object_agg(id, units order by id) from
              (select allocation_id as id, sum(units) as units from parcel_content where parcel_id = any(?) group by 1) c)::text
         || (select jsonb_object_agg(id, sums order by id) from
              (select order_line_id as id, jsonb_build_array(sum(packs), sum(packs * pack_units), sum(freight_minor)) as sums
               from parcel_line where parcel_id = any(?) group by 1) l)::text as held`,
    [[...ids], [...ids]],
  );
  return found?.held ?? "";
}
