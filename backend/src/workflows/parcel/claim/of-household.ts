import type { MedusaContainer } from "@medusajs/framework/types";
import type { ClaimKind } from "@commonlot/domain";
import type { ObjectionOutcome } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { clawbackFields } from "../../settlement/read-clawbacks";
import { orderNumbers } from "../../../lib/order-numbers";

/** What a household reads of a claim that its lot bears part of: of which order and lot, and what was found. No buyer is named. */
interface Why {
  claim_id: string;
  number: string;
  order_number: number | null;
  kind: ClaimKind;
  lot_id: string;
  lot_number: string;
  /** What who inspected the goods wrote. */
  found: string;
  objected: boolean;
  /** How the cooperative answered, and its words. */
  outcome: ObjectionOutcome | null;
  answer: string | null;
}

/** Taken off what it was owed; below zero: given back. */
export type HouseholdDeduction = Why & { currency: string; amount_minor: number; at: string };
/** Taken off its later payouts: how much each time, and what is left. */
export type HouseholdClawback = Why & ReturnType<typeof clawbackFields>;

export async function deductionsOfHousehold(
  container: MedusaContainer,
  household_id: string,
): Promise<{ claims: HouseholdDeduction[]; clawbacks: HouseholdClawback[]; cap_bp: number }> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const [taken, later] = await Promise.all([
    settlement.claims.ofHousehold(household_id),
    settlement.clawbacks.ofHousehold(household_id),
  ]);
  const all = [...taken, ...later];
  const [one] = later;
  const cap_bp = one === undefined ? 0 : await settlement.clawbacks.caps.inForce(one.cooperative_id);
  if (all.length === 0) return { claims: [], clawbacks: [], cap_bp };
  const [found, lots] = await Promise.all([
    parcels.claims.forHousehold(household_id, [...new Set(all.map((entry) => entry.claim_id))]),
    pools.lotLives.numbers([...new Set(all.map((entry) => entry.lot_id))]),
  ]);
  const numbers = await orderNumbers(
    container,
    found.map((claim) => claim.order_id),
  );
  const why = (of: { claim_id: string; lot_id: string }): Why[] =>
    found
      .filter((claim) => claim.id === of.claim_id)
      .map((claim) => ({
        claim_id: of.claim_id,
        number: claim.number,
        order_number: numbers.get(claim.order_id) ?? null,
        kind: claim.kind,
        lot_id: of.lot_id,
        lot_number: lots.get(of.lot_id) ?? "",
        found: claim.found,
        objected: claim.objected,
        outcome: claim.outcome,
        answer: claim.answer,
      }));
  return {
    claims: taken.flatMap((entry) =>
      why(entry).map((words) => ({
        ...words,
        currency: entry.currency,
        amount_minor: entry.amount_minor,
        at: entry.at.toISOString(),
      })),
    ),
    clawbacks: later.flatMap((entry) => why(entry).map((words) => ({ ...words, ...clawbackFields(entry) }))),
    cap_bp,
  };
}
