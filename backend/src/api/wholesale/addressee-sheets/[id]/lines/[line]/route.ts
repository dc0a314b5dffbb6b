import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../../lib/refusal";
import { sheetOwner } from "../../../scope";
import type { LineBody } from "../../../validators";

/** Puts one line right where it stands, or leaves it out. */
export async function POST(req: AuthenticatedMedusaRequest<LineBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  const line = Number(req.params.line);
  if (!Number.isSafeInteger(line) || line < 1 || line > 10_000_000)
    refuseWith("addressee_line_not_found", "This sheet has no such line. Nothing was changed.", "line");
  const { left_out, ...changed } = req.validatedBody;
  valueOf(await wholesale.addresseeSheets.mend(by, { sheet_id: req.params.id ?? "", line, changed, left_out }));
  const [mended] = await wholesale.addresseeSheets.lines(req.params.id ?? "", { shown: "all", after: line - 1, limit: 1 });
  res.json({ line: mended });
}
