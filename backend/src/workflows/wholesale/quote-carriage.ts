import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ok, palletsFor, refuse, truckCarriage, type Refusal, type Result } from "@commonlot/domain";
import { packLines, valuesOfVariants, type PackLine } from "../../lib/pack-lines";
import { provinceCode } from "../../lib/province";
import { refuseWith, valueOf } from "../../lib/refusal";
import { rows, type Sql } from "../../lib/sql";
import { dayIn, HOME_TZ } from "../../lib/today";
import type { CarriagePlan } from "../../modules/parcel/carriage-plan";
import type { DryRun } from "../../modules/parcel/dry-run";
import type ParcelService from "../../modules/parcel/service";
import { carried } from "../parcel/shipping-price";
import type { Quote, QuoteActor, QuoteLine, TruckPlan } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { dryRunOf } from "./addressees";
import { distancesOf, type AlikePack } from "./joint-goods";

/** In parcels of carriers: what their cards ask for, and how long such parcels took so far, in days. */
interface ByParcels {
  freight_minor: bigint;
  parcels: number;
  usual_days: number | null;
  latest_days: number | null;
}

/** A truck of the cooperative's, or why it can't go. */
interface ByTruck {
  rate_id: string;
  name: string;
  carriage: Result<TruckPlan, Refusal>;
}

/** One quote's goods to its one destination, each way beside the other; or to its addressees, each a parcel of their own. */
export interface CarriageView {
  currency: string;
  parcels: Result<ByParcels, Refusal>;
  /** To many: by zone and carton. Null: it goes to one place. */
  addressees: DryRun | null;
  /** The cheapest first; those that can't go last. */
  trucks: ByTruck[];
}

const SEVERAL = refuse(
  "carriage_many",
  "This quote goes to many addressees, each a parcel of their own: no truck can take it. Nothing was offered.",
  "truck_rate_id",
);
const NOWHERE = refuse(
  "carriage_nowhere",
  "This quote does not say where it goes, so carriage can't be worked out. Ask the company for an address of its own, or write the freight yourself.",
  "address_id",
);
const NO_CARTONS = refuse(
  "carriage_no_goods",
  "Something of this quote is not sold here any more, so carriage can't be worked out.",
  "lines",
);

/** What goods of a quote would cost to carry, by today's rates, to go by: an offer says what holds. Neither side of another quote finds it. */
export async function compareCarriage(
  container: MedusaContainer,
  by: QuoteActor,
  quote_id: string,
): Promise<Result<CarriageView, Refusal>> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const quote = await quotes.one(by, quote_id);
  if (!quote) refuseWith("quote_not_found", "There is no such quote.");
  const version = await quotes.version(quote.id, quote.version);
  return carriageOf(container, quote, version?.lines ?? []);
}

/** The truck that an offer names, with what it carries now. Refused where the offer can't go by it, in a sentence. */
export async function truckOf(
  container: MedusaContainer,
  quote: Quote,
  lines: readonly QuoteLine[],
  rate_id: string | undefined,
): Promise<TruckPlan> {
  if (rate_id === undefined)
    refuseWith("truck_rate_needed", "Choose by which truck it goes. Nothing was offered.", "truck_rate_id");
  if (quote.addressee_list_id !== null) return valueOf<TruckPlan>(SEVERAL);
  const { trucks } = valueOf(await carriageOf(container, quote, lines));
  const truck = trucks.find((one) => one.rate_id === rate_id);
  if (!truck)
    refuseWith(
      "truck_rate_not_found",
      "This truck has no rate in force today in the quote's currency. Choose another, or send parcels; nothing was offered.",
      "truck_rate_id",
    );
  return valueOf(truck.carriage);
}

async function carriageOf(
  container: MedusaContainer,
  quote: Quote,
  lines: readonly QuoteLine[],
): Promise<Result<CarriageView, Refusal>> {
  if (quote.addressee_list_id !== null) return toAddressees(container, quote, quote.addressee_list_id, lines);
  const province = await provinceOf(container, quote);
  if (province === undefined) return NOWHERE;
  const parcels: ParcelService = container.resolve("parcel");
  const packed = await packedLines(container, lines);
  if (packed.length === 0 || packed.length !== lines.length) return NO_CARTONS;
  const { cooperative_id, currency } = quote;
  const [plans, rates, arrivals, straight_km] = await Promise.all([
    parcels.carriage.plan({
      currency,
      cooperative_id,
      province_code: province,
      items: packed.map((line) => carried(line, line.packs)),
    }),
    parcels.truckRates.inForce({ cooperative_id, currency, day: dayIn(HOME_TZ, new Date()) }),
    parcels.arrivalTimes.of(cooperative_id),
    kilometresTo(container, lines, province),
  ]);
  const days = arrivals.find((one) => one.province_code === province);
  const trucks = rates.map((rate): ByTruck => ({
    rate_id: rate.id,
    name: rate.name,
    carriage: planTruck(rate, plans.truck, { straight_km, province_code: province }),
  }));
  return ok({
    currency,
    parcels: byParcels(plans.parcels, days),
    addressees: null,
    trucks: trucks.sort(cheapestFirst),
  });
}

function packedLines(container: MedusaContainer, lines: readonly QuoteLine[]): Promise<PackLine[]> {
  return packLines(
    container,
    lines.map((line, at) => ({
      id: `${at}`,
      variant_id: line.variant_id,
      quantity: line.packs,
      ...(line.price_minor === null ? {} : { value_minor: Number(line.price_minor) }),
    })),
  );
}

type Values = Awaited<ReturnType<typeof valuesOfVariants>>;

const shopPrice = (values: Values, { variant_id }: QuoteLine): bigint | null => {
  const price = values.get(variant_id);
  return price === undefined ? null : BigInt(price);
};

/** Worked out by the dry run that its company saw before it asked, insured at today's price of the shop where no price is agreed. */
async function toAddressees(
  container: MedusaContainer,
  quote: Quote,
  list_id: string,
  lines: readonly QuoteLine[],
): Promise<Result<CarriageView, Refusal>> {
  const { addresseeAsking }: WholesaleService = container.resolve("wholesale");
  const unpriced = lines.filter((line) => line.price_minor === null).map((line) => line.variant_id);
  const values: Values =
    unpriced.length === 0 ? new Map<string, number>() : await valuesOfVariants(container, unpriced, quote.currency);
  const valued = lines.map((line) => ({ ...line, price_minor: line.price_minor ?? shopPrice(values, line) }));
  const [packed, baskets] = await Promise.all([packedLines(container, valued), addresseeAsking.basketsOfList(list_id)]);
  if (packed.length === 0 || packed.length !== lines.length) return NO_CARTONS;
  const { currency } = quote;
  const run = await dryRunOf(container, {
    currency,
    lines: new Map(packed.map((line) => [line.variant_id, line])),
    baskets,
  });
  if (!run.ok) return run;
  const { freight_minor, parcels } = run.value;
  return ok({
    currency,
    parcels: ok({ freight_minor, parcels, usual_days: null, latest_days: null }),
    addressees: run.value,
    trucks: [],
  });
}

function byParcels(
  plan: Result<CarriagePlan, Refusal> | null,
  days: { usual_days: number; latest_days: number } | undefined,
): CarriageView["parcels"] {
  if (plan === null) return NOWHERE;
  if (!plan.ok) return plan;
  const { freight_minor, cartons } = plan.value;
  return ok({
    freight_minor,
    parcels: cartons,
    usual_days: days?.usual_days ?? null,
    latest_days: days?.latest_days ?? null,
  });
}

type Rate = Awaited<ReturnType<ParcelService["truckRates"]["inForce"]>>[number];

function planTruck(
  rate: Rate,
  plan: Result<CarriagePlan, Refusal>,
  to: { straight_km: number | null; province_code: string },
): Result<TruckPlan, Refusal> {
  if (!plan.ok) return plan;
  if (to.straight_km === null)
    return refuse(
      "truck_distance_unknown",
      "How far it is can't be worked out: a village of these goods has no place on the map. Set it, or write the freight yourself.",
    );
  const stacked = palletsFor(plan.value.kinds);
  const carriage = truckCarriage(stacked, rate, { straight_km: to.straight_km, province_code: to.province_code });
  if (!carriage.ok) return carriage;
  const { road_km, days, trucks, freight_minor } = carriage.value;
  return ok({
    rate_id: rate.id,
    name: rate.name,
    road_km,
    days,
    trucks,
    pallets: stacked.pallets,
    cartons: plan.value.cartons,
    gross_g: stacked.gross_g,
    freight_minor: String(freight_minor),
  });
}

function cheapestFirst(a: ByTruck, b: ByTruck): number {
  const cost = ({ carriage }: ByTruck) => (carriage.ok ? BigInt(carriage.value.freight_minor) : null);
  const [one, other] = [cost(a), cost(b)];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : one > other ? 1 : 0;
}

async function provinceOf(container: MedusaContainer, quote: Quote): Promise<string | undefined> {
  if (quote.address_id === null) return undefined;
  const { addresses }: WholesaleService = container.resolve("wholesale");
  const address = (await addresses.of(quote.company_id)).find((one) => one.id === quote.address_id);
  return provinceCode(address?.province);
}

/** As the crow flies, from the farthest of the villages that the goods are of; null where one is not on the map. */
async function kilometresTo(
  container: MedusaContainer,
  lines: readonly QuoteLine[],
  province: string,
): Promise<number | null> {
  const sql: Sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const origins = await rows<AlikePack>(
    sql,
    `select id as variant_id, origin_kind, origin_id from pool where id = any(?) order by id`,
    [[...new Set(lines.map((line) => line.pool_id))]],
  );
  const distances = await distancesOf(container, origins, province);
  const known = [...distances.values()].flatMap((one) => one ?? []);
  return known.length === 0 || known.length !== origins.length ? null : Math.max(...known);
}
