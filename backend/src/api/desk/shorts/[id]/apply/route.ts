import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { runShortWorkflow } from "../../../../../workflows/pool/short/run";
import { requireShort } from "../../scope";
import type { ApplyBody } from "../../validators";
import { shortDetail } from "../../view";

/** Applies the preview that was looked at, in every room; a move that dies on the way is taken up by its job. */
export async function POST(req: AuthenticatedMedusaRequest<ApplyBody>, res: MedusaResponse): Promise<void> {
  const { short, member, pools } = await requireShort(req, []);
  valueOf(
    await pools.shorts.begin({ short_id: short.id, person: member.member_id, plan_hash: req.validatedBody.plan_hash }),
  );
  const { result } = await runShortWorkflow(req.scope).run({ input: { short_id: short.id } });
  res.json({ short: await shortDetail(req.scope, result) });
}
