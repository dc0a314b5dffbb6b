import type { MedusaContainer } from "@medusajs/framework/types";
import {
  MAX_JOINT_PARTS,
  quickPrice,
  spreadBy,
  withOtherPools,
  type PackPrice,
  type Refusal,
  type SpreadOffer,
  type SpreadPreference,
  type ToPromise,
} from "@commonlot/domain";
import { packLines } from "../../lib/pack-lines";
import { provinceCode } from "../../lib/province";
import { refuseWith } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type { Words } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type { JointFact } from "../../modules/wholesale/joint/joint-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { carried } from "../parcel/shipping-price";
import { alikePacks, distancesOf } from "./joint-goods";
import { cycleOnly, withPrices, type OfferedPack } from "./quick-table";
import { soldPacks } from "./sold-packs";

/** Packs whose carriage is worked out; it is told by the pack, since the real one is the offer's. */
const SAMPLE_PACKS = 10;
/** Where a place is not known it counts as the farthest. */
const UNKNOWN_KM = 20_000;

interface SpreadAsk {
  variant_id: string;
  packs: number;
  wanted_on: string;
  address_id?: string | undefined;
  prefer: SpreadPreference;
  /** What is missing of this one: without the cooperatives whose part of it has ended. */
  joint_id?: string | undefined;
}

/** A cooperative that might give something, and why not where it can't. */
export interface SpreadSourceView {
  cooperative_id: string;
  cooperative: Words | null;
  product_id: string;
  variant_id: string;
  title: Words;
  /** Packs free now, and those that there may be by the day that was asked for. */
  free_packs: number;
  capacity_packs: number;
  minimum_packs: number;
  distance_km: number | null;
  carriage_minor_per_pack: bigint | null;
  why_not: "no_price" | "other_currency" | "no_carriage" | "nothing_there" | null;
  /** What this spread takes of it, at the price of that many. */
  take: { packs: number; unit_minor: bigint; goods_minor: bigint; carriage_minor: bigint } | null;
}

export interface SpreadView {
  pack: { variant_id: string; title: Words; pack: Words; grade: string; unit: "g" | "piece"; units_per_pack: number };
  currency: string;
  sources: SpreadSourceView[];
  total_minor: bigint | null;
  proven: boolean;
  /** Why there is no spread. */
  refusal: Refusal | null;
}

interface Source extends Omit<SpreadSourceView, "take"> {
  price: PackPrice | null;
}

/**
 * How an order might be spread over the pools of cooperatives that have goods alike, by what the buyer would rather have: of each cooperative
 * the pool with most, at most twenty. Prices, carriage and what is expected are to go by; each cooperative's offer says what holds. A handful
 * of queries, however many cooperatives there are.
 */
export async function proposeSpread(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  ask: SpreadAsk,
): Promise<SpreadView> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [company, addresses, alike, facts] = await Promise.all([
    wholesale.companies.one(by.company_id),
    ask.address_id === undefined ? [] : wholesale.addresses.of(by.company_id),
    alikePacks(container, ask.variant_id),
    partsOf(wholesale, by, ask.joint_id),
  ]);
  const address = addresses.find((one) => one.id === ask.address_id) ?? null;
  if (ask.address_id !== undefined && !address)
    refuseWith("address_not_found", "Your company has no such address.", "address_id");
  const sold = await soldPacks(container, { variant_ids: alike.map((one) => one.variant_id) });
  const pack = sold.find((one) => one.variant_id === ask.variant_id);
  if (!pack)
    refuseWith("pack_not_found", "There is no such pack here any more. Open the table once more.", "variant_id");
  const currency = company?.currency ?? "";
  const packs = await withPrices(container, by.company_id, sold);
  const [only, distances, capacities] = await Promise.all([
    cycleOnly(
      container,
      packs.map((one) => one.product_id),
    ),
    distancesOf(container, alike, address?.province ?? null),
    capacitiesOf(container, packs, ask.wanted_on, facts),
  ]);
  const ended = cooperativesThatEnded(facts);
  const usable = packs.filter((one) => !only.has(one.product_id) && !ended.has(one.cooperative_id));
  const chosen = largestOfEach(usable, capacities);
  const carriage = await carriagePerPack(container, chosen, ask.packs, address?.province ?? null, currency);
  const names = await namesOf(container, chosen);
  const sources = chosen.map((one): Source => {
    const { free_packs, capacity_packs } = capacities.get(one.variant_id) ?? NOTHING;
    const carriage_minor_per_pack = carriage.get(one.variant_id) ?? null;
    return {
      cooperative_id: one.cooperative_id,
      cooperative: names.get(one.cooperative_id) ?? null,
      product_id: one.product_id,
      variant_id: one.variant_id,
      title: one.title,
      free_packs,
      capacity_packs,
      minimum_packs: one.minimum_packs,
      distance_km: distances.get(one.variant_id) ?? null,
      carriage_minor_per_pack,
      why_not: whyNot(one, currency, capacity_packs, carriage_minor_per_pack),
      price: one.price,
    };
  });
  const { title, grade, unit, units_per_pack } = pack;
  const found = spread(sources, ask);
  const others = otherPools(usable, chosen, currency);
  const other_packs = others.reduce((sum, one) => sum + (capacities.get(one.variant_id)?.capacity_packs ?? 0), 0);
  return {
    pack: { variant_id: pack.variant_id, title, pack: pack.pack, grade, unit, units_per_pack },
    currency,
    ...found,
    refusal: found.refusal && withOtherPools(found.refusal, other_packs),
  };
}

function spread(sources: readonly Source[], { packs, prefer }: SpreadAsk) {
  const offers = sources.flatMap((one): SpreadOffer[] => {
    if (one.why_not !== null || one.price === null) return [];
    const { cooperative_id, capacity_packs, minimum_packs, carriage_minor_per_pack, distance_km } = one;
    return [
      {
        cooperative_id,
        capacity_packs,
        minimum_packs,
        price_minor_per_pack: unitAt(one.price, Math.max(1, Math.min(capacity_packs, packs))),
        carriage_minor_per_pack: carriage_minor_per_pack ?? 0n,
        stop_minor: 0n,
        distance_km: distance_km ?? UNKNOWN_KM,
      },
    ];
  });
  const found = spreadBy(prefer, packs, offers);
  const takes = new Map(found.ok ? found.value.takes.map((take) => [take.cooperative_id, take]) : []);
  const views = sources.map(({ price, ...source }): SpreadSourceView => {
    const take = takes.get(source.cooperative_id);
    if (!take || price === null) return { ...source, take: null };
    // The step of its ladder that this many packs reach.
    const unit_minor = unitAt(price, take.packs);
    const goods_minor = unit_minor * BigInt(take.packs);
    return { ...source, take: { packs: take.packs, unit_minor, goods_minor, carriage_minor: take.carriage_minor } };
  });
  const total = views.reduce((sum, { take }) => sum + (take ? take.goods_minor + take.carriage_minor : 0n), 0n);
  return {
    sources: views,
    total_minor: found.ok ? total : null,
    proven: found.ok && found.value.proven,
    refusal: found.ok ? null : found.refusal,
  };
}

async function partsOf(
  wholesale: WholesaleService,
  by: QuoteActor & { side: "buyer" },
  joint_id: string | undefined,
): Promise<JointFact[]> {
  if (joint_id === undefined) return [];
  if (!(await wholesale.joints.one(by, joint_id)))
    refuseWith("joint_quote_not_found", "There is no such joint quote.", "joint_id");
  return wholesale.joints.facts([joint_id]);
}

/** Those whose part was refused, taken back or not answered, and who have no other that stands: the others are asked. */
function cooperativesThatEnded(facts: readonly JointFact[]): Set<string> {
  const standing = new Set(facts.filter(isOpen).map((part) => part.cooperative_id));
  return new Set(facts.flatMap((part) => (standing.has(part.cooperative_id) ? [] : [part.cooperative_id])));
}

const isOpen = (part: JointFact) => ["requested", "offered", "countered"].includes(part.state);

interface Capacity {
  free_packs: number;
  capacity_packs: number;
}
const NOTHING: Capacity = { free_packs: 0, capacity_packs: 0 };

/** Variant id -> whole packs free now, and those that there may be by that day, less what the joint quote asks there already and holds not yet. */
async function capacitiesOf(
  container: MedusaContainer,
  packs: readonly OfferedPack[],
  wanted_on: string,
  facts: readonly JointFact[],
): Promise<Map<string, Capacity>> {
  const pools: PoolService = container.resolve("pool");
  const promises = await pools.promises.of([...new Set(packs.map((pack) => pack.pool_id))], todayOf());
  const asked = new Map<string, number>();
  for (const part of facts)
    if (part.state === "requested") asked.set(part.cooperative_id, (asked.get(part.cooperative_id) ?? 0) + part.packs);
  return new Map(
    packs.map((pack) => {
      const promise = promises.get(pack.pool_id);
      const taken = asked.get(pack.cooperative_id) ?? 0;
      const whole = (units: number) => Math.max(0, Math.floor(units / pack.units_per_pack) - taken);
      const capacity: Capacity = promise
        ? { free_packs: whole(promise.free_units), capacity_packs: whole(unitsBy(promise, wanted_on)) }
        : NOTHING;
      return [pack.variant_id, capacity];
    }),
  );
}

const unitsBy = (promise: ToPromise, wanted_on: string): number =>
  promise.by_day
    .filter((one) => one.day <= wanted_on)
    .reduce((most, one) => Math.max(most, one.units), promise.free_units);

/** Of each cooperative the pack whose pool has most, and of those the ones with most: each answers for its own. */
function largestOfEach(packs: readonly OfferedPack[], capacities: ReadonlyMap<string, Capacity>): OfferedPack[] {
  const most = (pack: OfferedPack) => capacities.get(pack.variant_id)?.capacity_packs ?? 0;
  const sorted = [...packs].sort((a, b) => most(b) - most(a) || (a.variant_id < b.variant_id ? -1 : 1));
  const seen = new Set<string>();
  return sorted
    .filter((pack) => !seen.has(pack.cooperative_id) && Boolean(seen.add(pack.cooperative_id)))
    .slice(0, MAX_JOINT_PARTS);
}

/** What lies in pools that this spread leaves out, because each cooperative is asked for one. */
function otherPools(
  usable: readonly OfferedPack[],
  chosen: readonly OfferedPack[],
  currency: string,
): readonly OfferedPack[] {
  const asked = new Set(chosen.map((one) => one.variant_id));
  const cooperatives = new Set(chosen.map((one) => one.cooperative_id));
  return usable.filter(
    (one) =>
      !asked.has(one.variant_id) &&
      cooperatives.has(one.cooperative_id) &&
      one.price !== null &&
      one.currency === currency,
  );
}

function whyNot(
  pack: OfferedPack,
  currency: string,
  capacity_packs: number,
  carriage_minor_per_pack: bigint | null,
): SpreadSourceView["why_not"] {
  if (pack.price === null) return "no_price";
  if (pack.currency !== currency) return "other_currency";
  if (capacity_packs === 0) return "nothing_there";
  return carriage_minor_per_pack === null ? "no_carriage" : null;
}

/** Variant id -> what the parcels of a pack cost there, rounded up; missing where no carrier of the cooperative goes. */
async function carriagePerPack(
  container: MedusaContainer,
  packs: readonly OfferedPack[],
  wanted: number,
  province: string | null,
  currency: string,
): Promise<Map<string, bigint>> {
  const parcels: ParcelService = container.resolve("parcel");
  const count = Math.max(1, Math.min(SAMPLE_PACKS, wanted));
  const lines = await packLines(
    container,
    packs.map((pack) => {
      const unit = pack.price === null ? null : unitAt(pack.price, count);
      return {
        id: pack.variant_id,
        variant_id: pack.variant_id,
        quantity: count,
        ...(unit === null ? {} : { value_minor: Number(unit) }),
      };
    }),
  );
  const quoted = await parcels.quoteEach({
    currency,
    baskets: lines.map((line) => ({
      cooperative_id: line.cooperative_id,
      province_code: provinceCode(province) ?? null,
      count: 1,
      items: [carried(line, line.packs)],
    })),
  });
  return new Map(
    lines.flatMap((line, at) => {
      const one = quoted[at];
      const packs_n = BigInt(line.packs);
      return one?.ok ? [[line.variant_id, (one.value.freight_minor + packs_n - 1n) / packs_n] as const] : [];
    }),
  );
}

/** Cooperative id -> what those are called that have these packs. */
export async function namesOf(container: MedusaContainer, packs: readonly OfferedPack[]): Promise<Map<string, Words>> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.cooperatives(packs.map((pack) => pack.cooperative_id));
  return new Map(found.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
}

/** The price of so many packs, below the minimum that of the first step. */
function unitAt(price: PackPrice, packs: number): bigint {
  const found = quickPrice({ ...price, minimum_packs: 1 }, packs);
  return found.ok ? found.value.unit_minor : (price.steps[0]?.price_minor ?? 0n);
}
