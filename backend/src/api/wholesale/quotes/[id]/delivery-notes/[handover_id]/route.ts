import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { printNote, runsOfQuote } from "../../../../../../workflows/wholesale/delivery-notes";
import { sendNote } from "../../../acts";
import { buyerOf } from "../../../scope";
import type { NoteQuery } from "../../../validators";

/** One delivery note of the company's order, as a PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const runs = await runsOfQuote(req.scope, await buyerOf(req), req.params.id ?? "");
  const { language } = req.validatedQuery as unknown as NoteQuery;
  const run = runs.find((one) => one.handover_id === req.params.handover_id);
  sendNote(res, await printNote(req.scope, run, language));
}
