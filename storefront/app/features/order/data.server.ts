import { orderCycleSchema, type OrderCycleView } from "../cycle/order.server";
import { PICKUP, type MoneyBackState } from "@commonlot/domain";
import { z } from "zod";
import { carrierName } from "../../lib/carriers.server";
import { asResponse, call, read } from "../../lib/api.server";
import { minorOf, taxMinorOf, WITH_TAX } from "../../lib/money.server";
import type { Both } from "../../lib/path";
import { both, decimal, minor, unit } from "../../lib/shapes";
import {
  orderClaims,
  orderClaimsSchema,
  parcelLinesSchema,
  reportable,
  type OrderClaim,
  type ReportableParcel,
} from "../claims/order.server";
import { productCards } from "../produce/data.server";
import { namesFor, namesOf, titlesOf, type Names } from "../produce/names.server";
import type { Picture } from "../ui/picture-files";
import { byPart, type YuanRow } from "../produce/yuan.server";
import type { Unit } from "../produce/unit-price";
import { orderChoiceSchema, toldOfChoice, type OrderChoice } from "../short-choice/data.server";
import { addressLine, writtenAddressSchema } from "./address-line.server";
import type { MoneyBackParts } from "./money-back";
import { refundParts, refundState } from "./money-back.server";
import { orderPickupsSchema, type OrderPickup } from "./pickup.server";
import { PARCEL_STATES, type ParcelState } from "./states";

export { PARCEL_STATES, type ParcelState } from "./states";

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

export interface Order {
  readonly id: string;
  readonly number: number;
  readonly placed_at: string;
  readonly canceled: boolean;
  readonly currency: string;
  readonly items: readonly {
    /** None once the product is no longer sold. */
    readonly picture: Picture | null;
    readonly title: Both;
    readonly pack: Both;
    readonly quantity: number;
    readonly total_minor: number;
  }[];
  readonly items_minor: number;
  readonly shipping_minor: number;
  readonly tax_minor: number;
  readonly total_minor: number;
  /** Known to its buyer, and to no other. */
  readonly sendTo: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly email: string;
  } | null;
}

const orderSchema = z.object({
  order: z.object({
    id: z.string(),
    display_id: z.number(),
    status: z.string(),
    created_at: z.string(),
    currency_code: z.string(),
    email: z.string().nullish(),
    total: decimal,
    item_total: decimal,
    shipping_total: decimal,
    tax_total: decimal,
    items: z.array(
      z.object({
        product_id: z.string().nullish(),
        variant_id: z.string().nullish(),
        product_title: z.string().nullish(),
        title: z.string(),
        variant_title: z.string().nullish(),
        quantity: z.number(),
        unit_price: decimal,
        tax_total: decimal.nullish(),
      }),
    ),
    shipping_methods: z.array(z.object({ tax_total: decimal.nullish() })).nullish(),
    shipping_address: writtenAddressSchema
      .extend({ first_name: z.string().nullish(), phone: z.string().nullish() })
      .nullish(),
  }),
});

export type MedusaOrder = z.output<typeof orderSchema>["order"];

/** What is told of a company's order to who is not of it: how it stands. */
const standingSchema = z.object({ order: z.object({ id: z.string(), status: z.string().nullish() }) });

/** Medusa's order as the backend shows it to who asks. Undefined where it shows none: it is nobody's, or its page is its buyer's by now. */
export async function rawOrder(id: string, headers: Record<string, string>): Promise<MedusaOrder | undefined> {
  const answer = await call(`/store/orders/${encodeURIComponent(id)}`, orderSchema.or(standingSchema), {
    headers,
    query: WITH_TAX,
  });
  if (answer.ok) return "items" in answer.value.order ? answer.value.order : undefined;
  if (answer.refusal.status === 404) return undefined;
  throw asResponse(answer.refusal);
}

/** An order. Address and contact are there for its buyer, and for nobody else. */
export async function orderView(order: MedusaOrder): Promise<Order> {
  const cards = await productCards([...new Set(order.items.flatMap((item) => item.product_id ?? []))]);
  const names = namesOf(cards);
  const currency = order.currency_code.toUpperCase();
  const to = order.shipping_address;
  const known = Boolean(to?.address_1 ?? order.email);
  return {
    id: order.id,
    number: order.display_id,
    placed_at: order.created_at,
    canceled: order.status === "canceled",
    currency,
    items: order.items.map((item) => ({
      picture: cards.find((card) => card.id === item.product_id)?.picture ?? null,
      title: names(item.product_title ?? item.title),
      pack: names(item.variant_title ?? ""),
      quantity: item.quantity,
      total_minor: minorOf(item.unit_price, currency) * item.quantity,
    })),
    items_minor: minorOf(order.item_total, currency),
    shipping_minor: minorOf(order.shipping_total, currency),
    tax_minor: taxMinorOf(order, currency),
    // Medusa has nothing left to pay of a cancelled order; what it came to is what its page is about.
    total_minor: minorOf(order.status === "canceled" ? order.item_total + order.shipping_total : order.total, currency),
    sendTo:
      known && to
        ? {
            name: to.first_name ?? "",
            address: addressLine(to),
            phone: to.phone ?? "",
            email: order.email ?? "",
          }
        : null,
  };
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

const shortsSchema = z
  .array(
    z.object({
      number: z.string(),
      title: z.string(),
      units: z.int(),
      unit,
      lost_on_the_way: z.boolean(),
      refund_minor: minor,
      currency: z.string().nullable(),
      refund: refundState,
      back: refundParts,
      waits_until: z.string().nullable(),
      instead: z.object({ units: z.int(), grade_name: z.object({ zh: z.string(), en: z.string() }) }).nullable(),
    }),
  )
  .default([]);

/** Goods of an order that could not be sent, or never came, and what goes back. */
export interface OrderShort {
  readonly number: string;
  readonly title: Both;
  readonly units: number;
  readonly unit: Unit;
  readonly lost: boolean;
  readonly refund_minor: number;
  readonly refund: "none" | MoneyBackState;
  /** Of all its lines together. */
  readonly back: MoneyBackParts | null;
  /** Still promised, until then. */
  readonly waits_until: string | null;
  /** What comes as another grade, as the buyer agreed. */
  readonly instead: { readonly units: number; readonly grade_name: Both } | null;
}

/** How far a cancelled order's money is; of a transfer it may lie with the cooperative, have paid something else, or never have come. */
const GOES_BACK = ["promised", "sent", "looked_into", "lies", "used", "not_owed"] as const;

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
  readonly goes_back: { readonly amount_minor: number; readonly state: (typeof GOES_BACK)[number] } | null;
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
    shorts: shorts
      .filter((short) => short.units > 0 || short.instead !== null)
      .map(({ title, lost_on_the_way, currency: _, ...short }) => ({
        ...short,
        title: names(title),
        lost: lost_on_the_way,
      })),
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
