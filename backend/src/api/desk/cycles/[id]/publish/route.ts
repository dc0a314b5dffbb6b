import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { publishCycle } from "../../../../../workflows/cycle/edit";
import { requireMember } from "../../../scope";
import type { VersionBody } from "../../validators";

/** From now on buyers see it, at prices that stay. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { version } = req.validatedBody;
  const { opens_at } = valueOf(
    await publishCycle(req.scope, { cooperative_id, person: member_id, id: req.params.id ?? "", version }),
  );
  res.json({ published: { opens_at: opens_at.toISOString() } });
}
