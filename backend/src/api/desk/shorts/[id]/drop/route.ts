import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { requireShort } from "../../scope";
import { shortDetail } from "../../view";

/** Drops an entry that was not applied: nothing has changed. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { short, member, pools } = await requireShort(req, ["packer", "weigher"]);
  const after = valueOf(await pools.shorts.drop({ short_id: short.id, person: member.member_id }));
  res.json({ short: await shortDetail(req.scope, after) });
}
