import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith, valueOf } from "../../../lib/refusal";
import { gradeWords, produceWords } from "../../../lib/words";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { CullBody, CullsQuery } from "../weigh-in/validators";

const PAGE = 50;

/** Goods refused at grading, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { limit = PAGE, cursor } = req.validatedQuery as CullsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const culls = await pools.culls.ofCooperative({ cooperative_id, cursor, limit });
  const [households, names] = await Promise.all([
    cooperatives.householdsById([...new Set(culls.map((cull) => cull.household_id))]),
    cooperatives.memberNames([...new Set(culls.map((cull) => cull.weigher_id))]),
  ]);
  const whose = new Map(households.map((one) => [one.household_id, { name: one.name, card_number: one.card_number }]));
  res.json({
    culls: culls.map((cull) => ({
      id: cull.id,
      produce_name: produceWords(cull.produce),
      grade_name: gradeWords(cull.grade),
      unit: cull.unit,
      units: cull.units,
      reason: cull.reason,
      fate: cull.fate,
      words: cull.words,
      lot_number: cull.lot_number,
      household: whose.get(cull.household_id),
      weigher: names.get(cull.weigher_id) ?? "",
      at: cull.at.toISOString(),
    })),
    next: nextCursor(culls, limit),
  });
}

/** Records goods refused altogether, without a lot beside them. */
export async function POST(req: AuthenticatedMedusaRequest<CullBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const { card_number, ...cull } = req.validatedBody;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const household = await cooperatives.householdIn(cooperative_id, { card_number });
  if (!household) refuseWith("household_not_found", "No household of your cooperative has this card.", "card_number");
  const { household_id } = household;
  const recorded = valueOf(await pools.culls.record({ ...cull, cooperative_id, household_id, weigher_id: member_id }));
  res.status(recorded.repeated ? 200 : 201).json(recorded);
}
