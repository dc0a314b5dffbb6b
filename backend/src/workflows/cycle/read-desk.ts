import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { simulateSteps } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import { dayIn, timeIn } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type { GoodRow } from "../../modules/cycle/types";
import type SettlementService from "../../modules/settlement/service";
import { goodsOfCooperative, type SoldGood } from "./catalogue";
import { cycleFields, ladderFields, placesOf } from "./read";

/** One cycle at its desk: what it is, how far, what each step would bring a household, and who did what. */
export async function readCycle(container: MedusaContainer, id: string, cooperative_id: string) {
  const cycles: CycleService = container.resolve("cycle");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cycles.views.one(id, cooperative_id);
  if (!found) refuseWith("cycle_not_found", "There is no such order cycle.");
  const { cycle } = found;
  const [places, sold, tax_bp, names] = await Promise.all([
    placesOf(container, [cycle]),
    goodsOfCooperative(container, cooperative_id),
    taxOf(container, found.goods[0]?.currency),
    cooperatives.memberNames([...new Set(found.events.map((event) => event.person))]),
  ]);
  const fields = cycleFields(cycle, places, found.ordered);
  return {
    ...fields,
    version: cycle.version,
    sold_between: cycle.sold_between,
    call_off_words: cycle.call_off_words,
    opens: clockAt(fields.tz, cycle.opens_at),
    closes: clockAt(fields.tz, cycle.closes_at),
    completing: found.completing,
    unsettled: found.unsettled,
    ordered_g: found.ordered.grams,
    ended: cycle.ended_at
      ? {
          at: cycle.ended_at.toISOString(),
          orders: Number(cycle.orders ?? 0),
          ordered_g: Number(cycle.ordered_g ?? 0),
          back_minor: Number(found.back_minor),
        }
      : null,
    goods: await Promise.all(found.goods.map((good) => goodFields(container, good, sold, tax_bp))),
    events: found.events.map((event) => ({
      id: event.id,
      kind: event.kind,
      words: event.words,
      person: names.get(event.person) ?? "",
      at: event.at.toISOString(),
    })),
  };
}

async function goodFields(container: MedusaContainer, good: GoodRow, sold: readonly SoldGood[], tax_bp: number) {
  const known = sold.find((one) => one.product_id === good.product_id);
  const ladder = ladderFields(good, known?.packs ?? []);
  const lead = known?.packs.find((pack) => pack.variant_id === good.lead_variant_id);
  return {
    product_id: good.product_id,
    handle: known?.handle ?? null,
    title: known?.title ?? { zh: "", en: "" },
    unit: known?.unit ?? "g",
    lead_variant_id: good.lead_variant_id,
    final_step: good.final_step,
    packs: (known?.packs ?? []).map(({ variant_id, title, grams, units_per_pack, price_minor }) => ({
      variant_id,
      title,
      grams,
      units_per_pack,
      price_minor: Number(price_minor),
    })),
    ladder,
    // By the policy in force and the pack that leads; null when there is no policy, or it can't divide such a price.
    simulation: lead ? await simulate(container, good, known, lead.grams, tax_bp) : null,
  };
}

async function simulate(
  container: MedusaContainer,
  good: GoodRow,
  known: SoldGood | undefined,
  grams: number,
  tax_bp: number,
) {
  if (!known) return null;
  const settlement: SettlementService = container.resolve("settlement");
  const policy = await settlement.policyInForce(known.cooperative_id, good.currency, good.product_id);
  if (!policy) return null;
  const { platform_bp, cooperative_bp, agent_bp, packing_minor_per_kg, holdback_bp } = policy;
  const ladder = ladderFields(good, known.packs);
  const prices_minor = ladder.steps.map((step) =>
    BigInt(step.prices.find((price) => price.variant_id === good.lead_variant_id)?.price_minor ?? 0),
  );
  const shares = simulateSteps({
    currency: good.currency,
    grams,
    prices_minor,
    tax_bp,
    policy: { platform_bp, cooperative_bp, agent_bp, packing_minor_per_kg, holdback_bp },
  });
  if (!shares.ok) return null;
  return {
    grams,
    steps: shares.value.map((share) => ({
      price_minor: Number(share.price_minor),
      households_minor: Number(share.households_minor),
      cooperative_minor: Number(share.cooperative_minor),
      platform_minor: Number(share.platform_minor + share.agent_minor),
      tax_minor: Number(share.tax_minor),
    })),
  };
}

/** The tax in a price, in basis points: the default rate where this currency is sold; 0 where none is set. */
async function taxOf(container: MedusaContainer, currency: string | undefined): Promise<number> {
  if (currency === undefined) return 0;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: regions } = await query.graph({
    entity: "region",
    fields: ["id", "currency_code", "countries.iso_2"],
    filters: { currency_code: currency.toLowerCase() },
  });
  const countries = (regions as unknown as { countries?: ({ iso_2?: string } | null)[] }[]).flatMap((region) =>
    (region.countries ?? []).flatMap((country) => country?.iso_2 ?? []),
  );
  if (countries.length === 0) return 0;
  const { data } = await query.graph({
    entity: "tax_region",
    fields: ["country_code", "province_code", "tax_rates.rate", "tax_rates.is_default"],
    filters: { country_code: countries },
  });
  const rates = (
    data as unknown as {
      province_code?: string | null;
      tax_rates?: ({ rate?: number | null; is_default?: boolean } | null)[];
    }[]
  )
    .filter((region) => !region.province_code)
    .flatMap((region) => (region.tax_rates ?? []).flatMap((rate) => (rate?.is_default ? Number(rate.rate ?? 0) : [])));
  return Math.round((rates[0] ?? 0) * 100);
}

/** As an input of a form holds it: 2026-12-01T08:00. */
function clockAt(tz: string, at: Date): string {
  return `${dayIn(tz, at)}T${timeIn(tz, at)}`;
}
