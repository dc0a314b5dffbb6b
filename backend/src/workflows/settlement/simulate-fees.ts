import type { MedusaContainer } from "@medusajs/framework/types";
import { dayNumber, isoDate } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { termsOf } from "../../modules/settlement/fee-policies";
import type SettlementService from "../../modules/settlement/service";
import { policyPlace } from "./policy-place";

interface Asked {
  proposal_id: string;
  cooperative_id: string;
  /** Last month when left out. */
  from?: string | undefined;
  to?: string | undefined;
  /** Households named one by one, those with the largest difference first; the others are summed. */
  limit: number;
}

/** A proposal tried on what was sold: read, divided on paper, told; nothing is written. */
export async function simulateFeePolicy(container: MedusaContainer, asked: Asked) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { cooperative_id } = asked;
  const proposal = valueOf(await settlement.feePolicies.proposal(asked.proposal_id, cooperative_id));
  const place = await policyPlace(container, cooperative_id);
  const last = lastMonth(place.today);
  const [from, to] = [asked.from ?? last.from, asked.to ?? last.to];
  const { currency, product_id } = proposal;
  const simulated = valueOf(
    await settlement.feeSimulation.simulate({
      cooperative_id,
      currency,
      product_id,
      terms: termsOf(proposal),
      from,
      to,
      tz: place.tz,
    }),
  );
  const differing = [...simulated.households].sort(
    ([a_id, a], [b_id, b]) =>
      Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.before - a.before || (a_id < b_id ? -1 : 1),
  );
  const named = differing.slice(0, asked.limit);
  const others = differing.slice(asked.limit).map(([, one]) => one);
  const found = await cooperatives.householdsById(named.map(([id]) => id));
  const known = new Map(found.map((one) => [one.household_id, one]));
  return {
    from,
    to,
    currency,
    lines: simulated.lines,
    left_as_they_are: simulated.left_as_they_are,
    paid_minor: simulated.paid,
    tax_minor: simulated.tax,
    refunded_minor: simulated.refunded,
    shares: Object.entries(simulated.shares).map(([party, one]) => ({
      party,
      before_minor: one.before,
      after_minor: one.after,
    })),
    households: named.map(([id, one]) => ({
      id,
      name: known.get(id)?.name ?? "",
      card_number: known.get(id)?.card_number ?? "",
      before_minor: one.before,
      after_minor: one.after,
    })),
    others: {
      households: others.length,
      before_minor: others.reduce((sum, one) => sum + one.before, 0),
      after_minor: others.reduce((sum, one) => sum + one.after, 0),
    },
  };
}

/** First and last day of the month before the one that a day is in. */
function lastMonth(today: string): { from: string; to: string } {
  const to = isoDate((dayNumber(`${today.slice(0, 7)}-01`) ?? 1) - 1);
  return { from: `${to.slice(0, 7)}-01`, to };
}
