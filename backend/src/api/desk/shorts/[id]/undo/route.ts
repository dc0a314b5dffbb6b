import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { runShortWorkflow } from "../../../../../workflows/pool/short/run";
import { requireShort } from "../../scope";

import { shortDetail } from "../../view";

/** Puts everything back as it was, while no goods have left. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { short, member, pools } = await requireShort(req, []);
  valueOf(await pools.shorts.beginUndo({ short_id: short.id, person: member.member_id }));
  const { result } = await runShortWorkflow(req.scope).run({ input: { short_id: short.id } });
  res.json({ short: await shortDetail(req.scope, result) });
}
