import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepCashPhoto } from "../../../../../workflows/settlement/cash-photo";
import { requireMember } from "../../../scope";

/** Keeps a picture of a signature or of a signed sheet: the body is the file. 201, or 200 when this picture is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { photo, repeated } = await keepCashPhoto(req.scope, req, {
    batch_id: req.params.id ?? "",
    cooperative_id,
    person: member_id,
  });
  res.status(repeated ? 200 : 201).json({ photo });
}
