import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { askForList } from "../../../../../workflows/wholesale/quick-ask";
import { buyerOf } from "../../../quotes/scope";
import type { AskBody } from "../../validators";

/** Asks for quotes of all that is on the list: one of each cooperative whose goods it names. */
export async function POST(req: AuthenticatedMedusaRequest<AskBody>, res: MedusaResponse): Promise<void> {
  const quotes = await askForList(req.scope, await buyerOf(req, "buy"), req.validatedBody);
  res.status(201).json({ quotes });
}
