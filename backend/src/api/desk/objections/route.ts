import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { produceWords } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { ObjectionsQuery } from "../weigh-in/validators";

const PAGE = 50;

/** What households say is not right, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { state, limit = PAGE, cursor } = req.validatedQuery as ObjectionsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const objections = await pools.objections.ofCooperative({ cooperative_id, state, cursor, limit });
  const households = await cooperatives.householdsById([...new Set(objections.map((one) => one.household_id))]);
  const whose = new Map(households.map((one) => [one.household_id, { name: one.name, card_number: one.card_number }]));
  res.json({
    objections: objections.map((one) => ({
      id: one.id,
      lot_id: one.lot_id,
      lot_number: one.lot_number,
      household: whose.get(one.household_id),
      produce_name: produceWords(one.produce),
      unit: one.unit,
      units: one.units,
      via: one.via,
      words: one.words,
      state: one.state,
      answer: one.answer,
      said_by: one.said_by_name,
      at: one.at.toISOString(),
    })),
    next: nextCursor(objections, limit),
  });
}
