import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { recordFetched } from "../../../../../workflows/parcel/arrival";
import type { FetchedBody } from "../../../pickup-points/validators";
import { requireMember } from "../../../scope";

/** Its buyer has it, by the code. */
export async function POST(req: AuthenticatedMedusaRequest<FetchedBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const { code } = req.validatedBody;
  res.json(
    valueOf(await recordFetched(req.scope, { cooperative_id, person: member_id, id: req.params.id ?? "", code })),
  );
}
