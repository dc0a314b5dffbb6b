import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type CooperativeService from "../../../../../../modules/cooperative/service";
import { requireManager } from "../../../scope";

/** Ends somebody's work here: out at the next click. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await requireManager(req);
  const { team }: CooperativeService = req.scope.resolve("cooperative");
  const { member_id: id } = valueOf(await team.end(by, req.params.id ?? ""));
  res.json({ member: { id } });
}
