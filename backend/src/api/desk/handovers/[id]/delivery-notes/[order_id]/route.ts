import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { printNote, runsOfHandover } from "../../../../../../workflows/wholesale/delivery-notes";
import { sendNote } from "../../../../../wholesale/quotes/acts";
import type { NoteQuery } from "../../../../../wholesale/quotes/validators";
import { requireMember } from "../../../../scope";

/** One delivery note as a PDF. It names who receives the goods: for the shed and its managers. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const runs = await runsOfHandover(req.scope, { handover_id: req.params.id ?? "", cooperative_id });
  const { language } = req.validatedQuery as unknown as NoteQuery;
  const run = runs.find((one) => one.order_id === req.params.order_id);
  sendNote(res, await printNote(req.scope, run, language));
}
