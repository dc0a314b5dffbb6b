import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { gradeWords } from "../../../../lib/words";
import type CooperativeService from "../../../../modules/cooperative/service";
import { parcelsOfLot } from "../../../../workflows/pool/trace";
import { requireRecall } from "../scope";
import type { AffectedQuery } from "../validators";
import { recallFields } from "../view";

const PAGE = 100;

/** A recall and whom it concerns: parcels by state, buyers and recipients with their contact, for the desk only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { member, recall, pools } = await requireRecall(req);
  const { after } = req.validatedQuery as AffectedQuery;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [parcels, told, [household], lots] = await Promise.all([
    parcelsOfLot(req.scope, { lot_id: recall.lot_id, cooperative_id: member.cooperative_id, after, limit: PAGE }),
    cooperatives.buyerNotices.ofSubject(recall.id),
    cooperatives.householdsById([recall.household_id]),
    pools.recalls.family(recall.lot_id),
  ]);
  res.json({
    recall: {
      ...recallFields(recall),
      household: household && { id: household.household_id, name: household.name, card_number: household.card_number },
    },
    parcels: parcels.map(({ handed_over_at, delivered_at, ...parcel }) => ({
      ...parcel,
      handed_over_at: handed_over_at?.toISOString() ?? null,
      delivered_at: delivered_at?.toISOString() ?? null,
    })),
    told,
    lots: lots.map(({ grade, ...lot }) => ({ ...lot, grade_name: gradeWords(grade) })),
    next: parcels.length === PAGE ? (parcels.at(-1)?.parcel_id ?? null) : null,
  });
}
