import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { buyerOf } from "../../../quotes/scope";
import { sendStatementPaper } from "../../acts";

/** What the agreement came to at the end of its season, as a PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  await sendStatementPaper(req.scope, res, await buyerOf(req), req.params.id ?? "");
}
