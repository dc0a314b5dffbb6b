import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Puts good units of broken packs back on sale. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { short, member, pools } = await requireShort(req, []);
  const after = valueOf(await pools.shorts.restock({ short_id: short.id, person: member.member_id }));
  res.json({ short: await shortDetail(req.scope, after) });
}
