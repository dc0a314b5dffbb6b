import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../../../scope";
import type { AnswerDecisionBody } from "../../../../validators";

/** The second person confirms a correction of the carrier's answer, and the books follow; or it is dropped. */
export async function POST(req: AuthenticatedMedusaRequest<AnswerDecisionBody>, res: MedusaResponse): Promise<void> {
  await moveClaim(req, res, ["accountant"], (parcels, of) =>
    parcels.claims.answers.decide({ ...of, change_id: req.params.change_id ?? "", ...req.validatedBody }),
  );
}
