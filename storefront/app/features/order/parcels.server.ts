import { PICKUP } from "@commonlot/domain";
import { z } from "zod";
import { read } from "../../lib/api.server";
import { carrierName } from "../../lib/carriers.server";
import type { Both } from "../../lib/path";
import { both, minor, unit } from "../../lib/shapes";
import {
  orderClaims,
  orderClaimsSchema,
  parcelLinesSchema,
  reportable,
  type OrderClaim,
  type ReportableParcel,
} from "../claims/order.server";
import { orderCycleSchema, type OrderCycleView } from "../cycle/order.server";
import { namesFor, titlesOf, type Names } from "../produce/names.server";
import type { Unit } from "../produce/unit-price";
import { byPart, type YuanRow } from "../produce/yuan.server";
import { orderChoiceSchema, toldOfChoice, type OrderChoice } from "../short-choice/data.server";
import { GOES_BACK, type GoesBack } from "./money-back.server";
import { orderPickupsSchema, type OrderPickup } from "./pickup.server";
import { orderShorts, shortsSchema, type OrderShort } from "./shorts.server";
import { PARCEL_STATES, type ParcelState } from "./states";

export interface ParcelLot {
  readonly number: string;
  readonly village: Both | null;
  /** The village's page. */
  readonly handle: string | null;
  readonly harvested_on: string;
  readonly units: number;
  readonly unit: Unit;
}

export interface Parcel {
  readonly number: string;
  readonly state: ParcelState;
  /** Its name; a carrier that only the cooperative knows goes by its code. */
  readonly carrier: Both | null;
  readonly tracking_number: string | null;
  /** Its buyer fetches it. */
  readonly fetched: boolean;
  readonly gross_g: number;
  readonly goods: readonly { readonly title: Both; readonly units: number; readonly unit: Unit }[];
  readonly lots: readonly ParcelLot[];
  readonly events: readonly { readonly state: string; readonly place: string | null; readonly at: string }[];
}

const contentSchema = z.object({
  title: z.string(),
  units: z.int(),
  unit,
  lot_number: z.string(),
  grade: z.string(),
  village_name: z.string().nullish(),
  village_name_en: z.string().nullish(),
  village_handle: z.string().nullish(),
  harvested_on: z.string(),
});

export const parcelSchema = z.object({
  number: z.string(),
  state: z.enum(PARCEL_STATES),
  carrier: z.string().nullish(),
  tracking_number: z.string().nullish(),
  gross_g: z.int(),
  contents: z.array(contentSchema),
  events: z.array(z.object({ state: z.string(), place: z.string().nullish(), at: z.string() })).default([]),
});

const parcelsSchema = z.object({
  buyer: z.boolean().default(false),
  kept: z.boolean().default(false),
  called_back: z.boolean().default(false),
  goes_back: z
    .object({ currency: z.string(), amount_minor: minor, state: z.enum(GOES_BACK) })
    .nullable()
    .default(null),
  sellers: z.array(z.object({ name: both.nullable(), tax_exempt: z.boolean() })).default([]),
  shorts: shortsSchema,
  nothing_comes: z.boolean().default(false),
  short_choice: orderChoiceSchema.nullable().default(null),
  planning: z.object({ parcels: z.int(), written: z.int() }).nullable(),
  states: z.partialRecord(z.enum(PARCEL_STATES), z.int()),
  claims: orderClaimsSchema,
  replaces_order_id: z.string().nullable().default(null),
  cycle: orderCycleSchema.nullable().default(null),
  pickups: orderPickupsSchema,
  addressees: z.int().nullable().default(null),
  addressee_sheet: z.string().nullable().default(null),
  parcels: z.array(parcelSchema.extend({ lines: parcelLinesSchema })),
  waterfall: z.array(z.object({ rows: z.array(z.object({ rule: z.string(), amount_minor: minor })) })),
});

export interface OrderParcels {
  /** The first of them: a bulk order has more than a page. */
  readonly parcels: readonly Parcel[];
  readonly count: number;
  /** Where at least one of them stands. */
  readonly states: readonly ParcelState[];
  /** A bulk order's addressees, counted; null when the order goes to one address. */
  readonly addressees: number | null;
  /** The sheet of them, where its company follows each; null to everybody but its buyer. */
  readonly sheet: string | null;
  /** How far the plan of a large order is, while it is being made. */
  readonly planning: { readonly parcels: number; readonly written: number } | null;
  /** The order cycle it is of. */
  readonly cycle: OrderCycleView | null;
  readonly pickups: readonly OrderPickup[];
  /** Where the money went, once the sale is posted. */
  readonly money: readonly YuanRow[] | null;
  /** Who sold it and invoices, known once the payment is taken; a name of null is the platform. */
  readonly sellers: readonly { readonly name: Both | null; readonly tax_exempt: boolean }[];
  readonly shorts: readonly OrderShort[];
  /** All of it fell short: it has no parcel and gets none. */
  readonly nothing_comes: boolean;
  /** What is done about missing goods; for its buyer alone. */
  readonly choice: OrderChoice | null;
  readonly claims: readonly OrderClaim[];
  readonly reportable: readonly ReportableParcel[];
  /** It is sent in place of goods of that order. */
  readonly replaces: string | null;
  /** Who asks may act as its buyer. */
  readonly mayAct: boolean;
  /** It is in the account of who asks. */
  readonly kept: boolean;
  /** Its cancellation has begun. */
  readonly called_back: boolean;
  /** What of a cancelled order's money goes back; null where nothing was taken, or it is not booked yet. */
  readonly goes_back: { readonly amount_minor: number; readonly state: GoesBack } | null;
}

/** An order's parcels; none yet while the backend is still planning them. */
export async function parcelsOf(order_id: string, headers: Record<string, string>): Promise<OrderParcels> {
  const told = await read(`/store/orders/${encodeURIComponent(order_id)}/parcels`, parcelsSchema, { headers });
  const {
    parcels,
    states,
    planning,
    waterfall,
    sellers,
    shorts,
    claims,
    replaces_order_id,
    addressees,
    cycle,
    pickups,
  } = told;
  const names = await namesFor([
    ...titlesOf(parcels.flatMap((parcel) => [...parcel.contents, ...parcel.lines])),
    ...titlesOf(shorts),
    ...titlesOf(claims.flatMap((claim) => claim.lines)),
  ]);
  const rows = waterfall.flatMap((line) => line.rows);
  return {
    parcels: parcels.map((parcel) => parcelView(parcel, names)),
    count: PARCEL_STATES.reduce((sum, state) => sum + (states[state] ?? 0), 0),
    states: PARCEL_STATES.filter((state) => (states[state] ?? 0) > 0),
    planning,
    addressees,
    sheet: told.addressee_sheet,
    sellers,
    claims: orderClaims(claims, names),
    reportable: reportable(parcels, claims, names),
    replaces: replaces_order_id,
    cycle,
    pickups,
    mayAct: told.buyer,
    kept: told.kept,
    called_back: told.called_back,
    goes_back: told.goes_back,
    choice: toldOfChoice(told.short_choice),
    money: rows.length > 0 ? byPart(rows) : null,
    shorts: orderShorts(shorts, names),
    nothing_comes: told.nothing_comes,
  };
}

export function parcelView(parcel: z.output<typeof parcelSchema>, names: Names): Parcel {
  const goods = new Map<string, { title: Both; units: number; unit: Unit }>();
  for (const { title, units, unit: of } of parcel.contents) {
    goods.set(title, { title: names(title), units: units + (goods.get(title)?.units ?? 0), unit: of });
  }
  return {
    number: parcel.number,
    state: parcel.state,
    carrier: parcel.carrier ? carrierName(parcel.carrier) : null,
    fetched: parcel.carrier === PICKUP.carrier,
    tracking_number: parcel.tracking_number ?? null,
    gross_g: parcel.gross_g,
    goods: [...goods.values()],
    lots: parcel.contents
      .toSorted((a, b) => a.harvested_on.localeCompare(b.harvested_on) || a.lot_number.localeCompare(b.lot_number))
      .map((content) => ({
        number: content.lot_number,
        village:
          typeof content.village_name !== "string"
            ? null
            : { zh: content.village_name, en: content.village_name_en ?? content.village_name },
        handle: content.village_handle ?? null,
        harvested_on: content.harvested_on,
        units: content.units,
        unit: content.unit,
      })),
    events: parcel.events.map((event) => ({ state: event.state, place: event.place ?? null, at: event.at })),
  };
}
