import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { requireManager } from "../../scope";
import type { RoleBody } from "../../validators";

/** Another role, from the member's next click on. */
export async function POST(req: AuthenticatedMedusaRequest<RoleBody>, res: MedusaResponse): Promise<void> {
  const by = await requireManager(req);
  const { team }: CooperativeService = req.scope.resolve("cooperative");
  const { member_id: id } = valueOf(await team.changeRole(by, req.params.id ?? "", req.validatedBody.role));
  res.json({ member: { id } });
}
