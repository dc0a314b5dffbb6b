import type { RateCard } from "./rate-card";
import { rate } from "./rate";

/** A parcel as it was planned and priced. Grams and minor units. */
export interface PricedParcel {
  readonly zone: string;
  readonly planned_g: number;
  /** What the carrier charges for: above the planned weight where the carton's volume counts more. */
  readonly billed_g: number;
  readonly freight_minor: bigint;
  /** Value said to the carrier; zero where nothing is insured. */
  readonly declared_minor: bigint;
}

const NATURES = [
  { fragile: false, cold: false },
  { fragile: true, cold: false },
  { fragile: false, cold: true },
  { fragile: true, cold: true },
] as const;

/**
 * What the carriage costs, by the card that the parcel was planned with, at the weight that the scale says. The plan keeps the planned freight
 * (the households' division stands on it); what the carrier will ask above or below is the cooperative's. Whether it is fragile or
 * cold is what makes the card say the planned freight of the planned weight. Undefined where nothing does (the card was priced with more
 * than is known here), and where the carrier does not take so much. The planned weight gives the planned freight.
 */
export function freightAtWeight(parcel: PricedParcel, card: RateCard, weighed_g: number): bigint | undefined {
  // Nothing but a larger volume makes a carrier charge for more than the weight rounded up.
  const steps = Math.max(0, Math.ceil((parcel.planned_g - card.first_weight_g) / card.step_g));
  const by_volume = parcel.billed_g > card.first_weight_g + steps * card.step_g;
  const counted = (gross_g: number) => (by_volume ? Math.max(gross_g, parcel.billed_g) : gross_g);
  for (const nature of NATURES) {
    const asked = (gross_g: number) =>
      rate(card, parcel.zone, { gross_g: counted(gross_g), declared_minor: parcel.declared_minor, ...nature });
    const planned = asked(parcel.planned_g);
    if (!planned.ok || planned.value.amount_minor !== parcel.freight_minor) continue;
    const now = asked(weighed_g);
    return now.ok ? now.value.amount_minor : undefined;
  }
  return undefined;
}
