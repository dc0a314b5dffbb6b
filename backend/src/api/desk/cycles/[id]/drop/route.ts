import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CycleService from "../../../../../modules/cycle/service";
import { requireMember } from "../../../scope";
import type { VersionBody } from "../../validators";

/** Throws a draft away. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const cycles: CycleService = req.scope.resolve("cycle");
  const { version } = req.validatedBody;
  valueOf(await cycles.drafts.drop({ id: req.params.id ?? "", cooperative_id, version, person: member_id }));
  res.json({ dropped: true });
}
