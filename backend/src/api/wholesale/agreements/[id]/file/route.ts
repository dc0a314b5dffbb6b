import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { buyerOf } from "../../../quotes/scope";
import { sendAgreementPaper } from "../../acts";
import type { AgreementFileQuery } from "../../validators";

/** One version as the PDF that is signed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { version } = req.validatedQuery as unknown as AgreementFileQuery;
  await sendAgreementPaper(req.scope, res, await buyerOf(req), { id: req.params.id ?? "", version });
}
