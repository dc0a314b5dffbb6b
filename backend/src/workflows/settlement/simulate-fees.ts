import type { MedusaContainer } from "@medusajs/framework/types";
import { dayNumber, isoDate, type FeeSimulation } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { termsOf } from "../../modules/settlement/fee-policies";
import type { SimulateInput } from "../../modules/settlement/fee-simulation";
import type SettlementService from "../../modules/settlement/service";
import { AT_ONCE_LINES } from "../../modules/settlement/trials";
import { policyPlace } from "./policy-place";
import { feesKept } from "./run-trial";
import { trialState } from "./trial-state";

interface Asked {
  proposal_id: string;
  cooperative_id: string;
  /** Last month when left out. */
  from?: string | undefined;
  to?: string | undefined;
}

interface Shown extends Asked {
  /** Households named one by one, those with the largest difference first; the others are summed. */
  limit: number;
}

/**
 * A proposal tried on what was sold: read, divided on paper, told. Up to `at_once` lines while one waits; of more, what a job has worked out is
 * told, or how far it is.
 */
export async function simulateFeePolicy(container: MedusaContainer, asked: Shown, at_once = AT_ONCE_LINES) {
  const settlement: SettlementService = container.resolve("settlement");
  const { of, lines } = await trialOf(container, asked);
  const { from, to, currency } = of.input;
  const days = { from, to, currency };
  if (lines <= at_once) {
    const simulated = valueOf(await settlement.feeSimulation.simulate(of.input));
    return { ...days, simulation: await told(container, of.input, simulated, asked.limit), trial: null };
  }
  const trial = await settlement.trials.newest(of);
  const simulated = trial?.state === "done" ? feesKept(trial.result) : null;
  return {
    ...days,
    simulation: simulated && (await told(container, of.input, simulated, asked.limit)),
    trial: trialState(trial, lines, simulated?.lines ?? null),
  };
}

/** Has a job try it. `seen`: the trial that the page showed; a newer one is what is meant. */
export async function askSimulation(
  container: MedusaContainer,
  asked: Asked & { seen: string | null; person: string },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const { of, lines } = await trialOf(container, asked);
  const { seen, person } = asked;
  const trial = valueOf(await settlement.trials.ask({ ...of, lines, seen, person }));
  return trialState(trial, lines, null);
}

/** What is tried, in full, and on how many lines. */
async function trialOf(container: MedusaContainer, asked: Asked) {
  const settlement: SettlementService = container.resolve("settlement");
  const { cooperative_id } = asked;
  const proposal = valueOf(await settlement.feePolicies.proposal(asked.proposal_id, cooperative_id));
  const place = await policyPlace(container, cooperative_id);
  const last = lastMonth(place.today);
  const { currency, product_id } = proposal;
  const days = { from: asked.from ?? last.from, to: asked.to ?? last.to, tz: place.tz };
  const input: SimulateInput = { cooperative_id, currency, product_id, terms: termsOf(proposal), ...days };
  const lines = valueOf(await settlement.feeSimulation.lines(input));
  return { of: { cooperative_id, kind: "fees" as const, input }, lines };
}

async function told(
  container: MedusaContainer,
  { from, to, currency }: SimulateInput,
  simulated: FeeSimulation,
  limit: number,
) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const differing = [...simulated.households].sort(
    ([a_id, a], [b_id, b]) =>
      Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.before - a.before || (a_id < b_id ? -1 : 1),
  );
  const named = differing.slice(0, limit);
  const others = differing.slice(limit).map(([, one]) => one);
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
