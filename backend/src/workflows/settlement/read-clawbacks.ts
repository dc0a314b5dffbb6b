import type { MedusaContainer } from "@medusajs/framework/types";
import { nextCursor } from "../../lib/keyset";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type { ClawbackView } from "../../modules/settlement/clawbacks";
import type SettlementService from "../../modules/settlement/service";
import { orderNumbers } from "../../lib/order-numbers";

interface Asked {
  cooperative_id: string;
  limit: number;
  cursor?: string | undefined;
  open?: boolean | undefined;
}

/** Clawbacks as the desk shows them: whose, of which order and lot, what was found, and who does not agree. Reads only. */
export async function readClawbacks(container: MedusaContainer, asked: Asked) {
  const settlement: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await settlement.clawbacks.list(asked);
  const [claims, lots, households] = await Promise.all([
    parcels.claims.inWords(found.map((one) => one.claim_id)),
    pools.lotLives.numbers([...new Set(found.map((one) => one.lot_id))]),
    cooperatives.householdsById([...new Set(found.map((one) => one.household_id))]),
  ]);
  const numbers = await orderNumbers(
    container,
    claims.map((one) => one.order_id),
  );
  return {
    clawbacks: found.map((one) => {
      const claim = claims.find((candidate) => candidate.id === one.claim_id);
      const household = households.find((candidate) => candidate.household_id === one.household_id);
      return {
        ...clawbackFields(one),
        household: { id: one.household_id, name: household?.name ?? "", card_number: household?.card_number ?? "" },
        claim_id: claim ? one.claim_id : null,
        claim_number: claim?.number ?? "",
        order_number: claim ? (numbers.get(claim.order_id) ?? null) : null,
        lot_number: lots.get(one.lot_id) ?? "",
        found: claim?.found ?? "",
        objections: (claim?.objections ?? [])
          .filter((objection) => objection.household_id === one.household_id)
          .map(({ words, at }) => ({ words, at })),
        close_reason: one.close_reason,
      };
    }),
    next: nextCursor(found, asked.limit),
  };
}

/** What whoever may see it sees of a clawback: how much, how much each time, what is left. */
export function clawbackFields(one: ClawbackView) {
  const { id, currency, amount_minor, taken_minor, left_minor, state, takes } = one;
  return {
    id,
    currency,
    amount_minor,
    taken_minor,
    left_minor,
    state,
    at: one.at.toISOString(),
    takes: takes.map(({ from, to, amount_minor: taken, given_back }) => ({
      from,
      to,
      amount_minor: taken,
      given_back,
    })),
  };
}
