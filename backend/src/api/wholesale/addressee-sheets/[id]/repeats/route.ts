import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { sheetOwner } from "../../scope";
import type { RepeatsBody } from "../../validators";

/** Whether lines that say what another says get a parcel each. */
export async function POST(req: AuthenticatedMedusaRequest<RepeatsBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  const { keep } = req.validatedBody;
  valueOf(await wholesale.addresseeSheets.keepRepeats(by, { sheet_id: req.params.id ?? "", keep }));
  res.json({ keep });
}
