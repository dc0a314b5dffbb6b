import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendAgreementPaper } from "../../../../wholesale/agreements/acts";
import type { AgreementFileQuery } from "../../../../wholesale/agreements/validators";
import { sellerOf } from "../../../quotes/scope";

/** One version as the PDF that is signed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { version } = req.validatedQuery as unknown as AgreementFileQuery;
  await sendAgreementPaper(req.scope, res, await sellerOf(req), { id: req.params.id ?? "", version });
}
