import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { produceWords } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { CorrectionsQuery } from "../weigh-in/validators";

const PAGE = 50;

/** Corrections of weights, newest first; `state=proposed` are those that wait for a second signature. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req);
  const { state, limit = PAGE, cursor } = req.validatedQuery as CorrectionsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const corrections = await pools.corrections.ofCooperative({ cooperative_id, state, cursor, limit });
  const [households, names] = await Promise.all([
    cooperatives.householdsById([...new Set(corrections.map((one) => one.household_id))]),
    cooperatives.memberNames([...new Set(corrections.map((one) => one.entered_by))]),
  ]);
  const whose = new Map(households.map((one) => [one.household_id, { name: one.name, card_number: one.card_number }]));
  res.json({
    corrections: corrections.map((one) => ({
      id: one.id,
      lot_id: one.lot_id,
      lot_number: one.lot_number,
      household: whose.get(one.household_id),
      produce_name: produceWords(one.produce),
      unit: one.unit,
      units: one.units,
      delta_units: one.delta_units,
      reason: one.reason,
      words: one.words,
      state: one.state,
      entered_by: names.get(one.entered_by) ?? "",
      /** Whoever entered it cannot sign it. */
      mine: one.entered_by === member_id,
      at: one.at.toISOString(),
    })),
    next: nextCursor(corrections, limit),
  });
}
