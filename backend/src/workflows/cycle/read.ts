import { englishOf } from "../../lib/english";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ladderProgress, minimumOf, packAtStep } from "@commonlot/domain";
import { HOME_TZ } from "../../lib/today";
import type { Words } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type { CycleRow, GoodRow } from "../../modules/cycle/types";

/** Open cycles on a first page. */
const OPEN_SHOWN = 12;

/** How these products are sold now; for those in a cycle, its window, minimum and ladder. As buyers read it: nobody is named. */
export async function readSelling(container: MedusaContainer, product_ids: readonly string[]) {
  const cycles: CycleService = container.resolve("cycle");
  const selling = await cycles.views.sellingOf(product_ids, new Date());
  const found = new Map<string, CycleRow>();
  for (const one of selling.values()) if (one.state !== "usual") found.set(one.cycle.id, one.cycle);
  const [goods, ordered, places] = await Promise.all([
    cycles.views.goods([...found.keys()]),
    cycles.views.ordered([...found.keys()]),
    placesOf(container, [...found.values()]),
  ]);
  return [...selling].map(([product_id, one]) => {
    if (one.state === "usual") return { product_id, state: one.state, cycle: null, ladder: null };
    const good = goods.find((each) => each.cycle_id === one.cycle.id && each.product_id === product_id);
    return {
      product_id,
      state: one.state,
      cycle: cycleFields(one.cycle, places, ordered.get(one.cycle.id)),
      ladder: good ? ladderFields(good) : null,
    };
  });
}

/** Cycles that are open, those that close first first, each with its goods that are for sale. */
export async function readOpenCycles(container: MedusaContainer) {
  const cycles: CycleService = container.resolve("cycle");
  const open = await cycles.views.open(new Date(), OPEN_SHOWN);
  const goods = await cycles.views.goods(open.map((one) => one.id));
  const [places, products] = await Promise.all([
    placesOf(container, open),
    productsOf(container, [...new Set(goods.map((good) => good.product_id))]),
  ]);
  return open.flatMap((cycle) => {
    const sold = goods.flatMap((good) => (good.cycle_id === cycle.id ? (products.get(good.product_id) ?? []) : []));
    if (sold.length === 0) return [];
    const { id, name, cooperative, closes_at } = cycleFields(cycle, places);
    return [{ id, name, cooperative, closes_at, products: sold }];
  });
}

async function productsOf(container: MedusaContainer, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { handle: string; title: Words }>();
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "product",
    fields: ["id", "handle", "title"],
    filters: { id: [...ids], status: "published" },
  });
  const found = data as unknown as { id: string; handle: string; title: string }[];
  const english = await englishOf(
    container,
    found.map((one) => one.id),
  );
  return new Map(found.map((one) => [one.id, { handle: one.handle, title: english.both(one.id, "title", one.title) }]));
}

export type Places = ReadonlyMap<string, { id: string; name_zh: string; name_en: string; tz: string }>;

export async function placesOf(container: MedusaContainer, of: readonly { cooperative_id: string }[]): Promise<Places> {
  const ids = [...new Set(of.map((one) => one.cooperative_id))];
  if (ids.length === 0) return new Map();
  const cooperatives: CooperativeService = container.resolve("cooperative");
  return new Map((await cooperatives.cooperatives(ids)).map((one) => [one.id, one]));
}

/** A cycle as everybody may read it. */
export function cycleFields(
  cycle: CycleRow,
  places: Places,
  ordered: { orders: number; grams: number } = { orders: 0, grams: 0 },
) {
  const place = places.get(cycle.cooperative_id);
  const minimum = { kind: cycle.minimum_kind, least: Number(cycle.minimum) };
  return {
    id: cycle.id,
    name: { zh: cycle.name_zh, en: cycle.name_en },
    cooperative: { zh: place?.name_zh ?? "", en: place?.name_en ?? "" },
    state: cycle.state,
    tz: place?.tz ?? HOME_TZ,
    opens_at: cycle.opens_at.toISOString(),
    closes_at: cycle.closes_at.toISOString(),
    way: cycle.way,
    ready_from: cycle.ready_from,
    ready_to: cycle.ready_to,
    place: { zh: cycle.place_zh, en: cycle.place_en },
    minimum: {
      ...minimum,
      have: minimum.kind === "grams" ? ordered.grams : ordered.orders,
      ...minimumOf(minimum, ordered),
    },
    orders: ordered.orders,
  };
}

/** The ladder of goods with how far it is: steps as prices of each pack, frozen or, in a draft, as they would be today. */
export function ladderFields(good: GoodRow, packs?: readonly { variant_id: string; price_minor: bigint }[]) {
  const ordered_units = Number(good.ordered_units);
  const case_units = Number(good.case_units);
  const progress = ladderProgress(
    ordered_units,
    case_units,
    good.steps.map((step) => step.from_cases),
  );
  return {
    currency: good.currency,
    // The pack whose prices were typed: what is said of the ladder is said of it.
    lead_variant_id: good.lead_variant_id,
    unit_g: Number(good.unit_g),
    case_units,
    ordered_units,
    ...progress,
    steps: good.steps.map((step, at) => ({
      from_cases: step.from_cases,
      prices: good.prices.length > 0 ? frozen(good, at) : pricesToday(good, at, packs ?? []),
    })),
  };
}

function frozen(good: GoodRow, at: number) {
  return good.prices
    .filter((price) => price.step === at)
    .map((price) => ({ variant_id: price.variant_id, price_minor: Number(price.price_minor) }));
}

function pricesToday(good: GoodRow, at: number, packs: readonly { variant_id: string; price_minor: bigint }[]) {
  const lead = packs.find((pack) => pack.variant_id === good.lead_variant_id);
  const step = good.steps[at];
  if (!lead || !step) return [];
  const step_minor = at === 0 ? lead.price_minor : BigInt(step.price_minor);
  return packs.map((pack) => ({
    variant_id: pack.variant_id,
    price_minor: Number(packAtStep(pack.price_minor, { first_minor: lead.price_minor, step_minor })),
  }));
}
