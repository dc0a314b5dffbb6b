import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { moveClaim } from "../../scope";
import type { AnswerBody } from "../../validators";

/** What the carrier answered: what it paid, that it refused, or that it says nothing. The books follow. */
export async function POST(req: AuthenticatedMedusaRequest<AnswerBody>, res: MedusaResponse): Promise<void> {
  const { answer, paid_minor, words } = req.validatedBody;
  await moveClaim(req, res, ["accountant"], (parcels, of) =>
    parcels.claims.answer({ ...of, answer, paid_minor: String(paid_minor), words }),
  );
}
