import type { MedusaContainer } from "@medusajs/framework/types";
import type { ClaimKind } from "@commonlot/domain";
import type { ObjectionOutcome } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";

/** What a household reads of a claim that its lot bears part of: how much, of what, and what was found. No buyer is named. */
export interface HouseholdDeduction {
  claim_id: string;
  number: string;
  kind: ClaimKind;
  lot_id: string;
  lot_number: string;
  currency: string;
  /** Below zero: given back. */
  amount_minor: number;
  /** What who inspected the goods wrote. */
  found: string;
  objected: boolean;
  /** How the cooperative answered, and its words. */
  outcome: ObjectionOutcome | null;
  answer: string | null;
  at: string;
}

export async function deductionsOfHousehold(
  container: MedusaContainer,
  household_id: string,
): Promise<HouseholdDeduction[]> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const taken = await settlement.claims.ofHousehold(household_id);
  if (taken.length === 0) return [];
  const [found, lots] = await Promise.all([
    parcels.claims.forHousehold(household_id, [...new Set(taken.map((one) => one.claim_id))]),
    pools.lotLives.numbers([...new Set(taken.map((one) => one.lot_id))]),
  ]);
  return taken.flatMap((one) => {
    const claim = found.find((candidate) => candidate.id === one.claim_id);
    if (!claim) return [];
    return [
      {
        claim_id: one.claim_id,
        number: claim.number,
        kind: claim.kind,
        lot_id: one.lot_id,
        lot_number: lots.get(one.lot_id) ?? "",
        currency: one.currency,
        amount_minor: one.amount_minor,
        found: claim.found,
        objected: claim.objected,
        outcome: claim.outcome,
        answer: claim.answer,
        at: one.at.toISOString(),
      },
    ];
  });
}
