import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { requireRecall } from "../../scope";
import type { EndBody } from "../../validators";
import { recallFields } from "../../view";

/** Lets the lot go, or throws away what is left of it. */
export async function POST(req: AuthenticatedMedusaRequest<EndBody>, res: MedusaResponse): Promise<void> {
  const { recall, member, pools } = await requireRecall(req, []);
  const ended = valueOf(
    await pools.recalls.end({
      recall_id: recall.id,
      cooperative_id: member.cooperative_id,
      person: member.member_id,
      ...req.validatedBody,
    }),
  );
  res.json({ recall: recallFields(ended) });
}
