import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type ParcelService from "../../../../../modules/parcel/service";
import { deductionsOfHousehold } from "../../../../../workflows/parcel/claim/of-household";
import type { WordsBody } from "../../../../desk/claims/validators";
import { requireHousehold } from "../../../scope";

/** The household, or a relative who may confirm for it, does not agree that its lot bears this. The desk sees it. */
export async function POST(req: AuthenticatedMedusaRequest<WordsBody>, res: MedusaResponse): Promise<void> {
  const { household_id, relative } = await requireHousehold(req, "confirm");
  const claim_id = req.params.id ?? "";
  const mine = await deductionsOfHousehold(req.scope, household_id);
  if (![...mine.claims, ...mine.clawbacks].some((one) => one.claim_id === claim_id))
    refuseWith("claim_not_found", "There is no such deduction.");
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { words } = req.validatedBody;
  valueOf(
    await parcels.claims.objections.object({
      claim_id,
      household_id,
      words,
      person: relative?.actor.id ?? household_id,
    }),
  );
  if (relative) await cooperatives.acts.recordOnce(household_id, relative, "objected", claim_id);
  res.json(await deductionsOfHousehold(req.scope, household_id));
}
