import type { MedusaContainer } from "@medusajs/framework/types";
import { sampleSeason, sampleTotal } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type { CompanySample, OfferedSample } from "../../modules/wholesale/samples/sample-types";
import type WholesaleService from "../../modules/wholesale/service";
import { samplesOf } from "./samples";
import { soldPacks } from "./sold-packs";

/** A sample as a company reads it before it asks: what it is, what it costs, how many are left this season, those it has had. */
export async function readSample(container: MedusaContainer, company_id: string, variant_id: string) {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [offers, [pack], had, company] = await Promise.all([
    wholesale.sampleOffers.of([variant_id]),
    soldPacks(container, { variant_ids: [variant_id] }),
    samplesOf(container, { company_id, variant_ids: [variant_id] }),
    wholesale.companies.one(company_id),
  ]);
  const offer = offers.get(variant_id);
  if (!offer || !pack || offer.cooperative_id !== pack.cooperative_id)
    return refuseWith("sample_not_found", "There is no sample of this pack. Ask for a quote.");
  const [seller] = await cooperatives.cooperatives([offer.cooperative_id]);
  const season = sampleSeason(todayOf());
  const taken = had.filter((one) => one.season === season).length;
  return {
    variant_id,
    title: pack.title,
    pack: pack.pack,
    unit: pack.unit,
    units_per_pack: pack.units_per_pack,
    cooperative: seller ? { zh: seller.name_zh, en: seller.name_en } : null,
    ...offerFields(offer),
    per_season: offer.per_season,
    left: offer.offered ? Math.max(0, offer.per_season - taken) : 0,
    /** Whether the company buys in the money it is sold in. */
    same_currency: offer.currency === company?.currency,
    had: had.map(hadFields),
  };
}

/** Minor units as numbers; `version` is what whoever asks has read. */
export function offerFields(offer: OfferedSample) {
  return {
    packs: offer.packs,
    price_minor: Number(offer.price_minor),
    freight_minor: Number(offer.freight_minor),
    total_minor: Number(sampleTotal(offer)),
    currency: offer.currency,
    version: offer.version,
  };
}

export function hadFields({
  quote_id,
  number,
  variant_id,
  stage,
  arrived,
  created_at,
}: CompanySample & { arrived: boolean }) {
  return {
    quote_id,
    number,
    variant_id,
    stage: arrived ? ("arrived" as const) : stage,
    asked_at: created_at.toISOString(),
  };
}
