import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { AnswerChangeBody } from "../../validators";

/** The carrier's answer was entered wrongly: proposes another one. A second person confirms it. */
export async function POST(req: AuthenticatedMedusaRequest<AnswerChangeBody>, res: MedusaResponse): Promise<void> {
  const { answer, paid_minor, words } = req.validatedBody;
  await moveClaim(req, res, ["accountant"], (parcels, of) =>
    parcels.claims.answers.propose({ ...of, answer, paid_minor: String(paid_minor), words }),
  );
}
