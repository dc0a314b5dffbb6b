import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendStatementPaper } from "../../../../wholesale/agreements/acts";
import { sellerOf } from "../../../quotes/scope";

/** What the agreement came to at the end of its season, as a PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await sendStatementPaper(req.scope, res, await sellerOf(req), req.params.id ?? "");
}
