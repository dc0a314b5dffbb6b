import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { takeOut } from "../../../../../workflows/pool/take-out";
import { shortDetail } from "../../../shorts/view";
import { requireRecall } from "../../scope";

/** Enters a short for the lot and for each lot split off it, which takes it out of every order that is still here; answers the first preview. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { recall, member } = await requireRecall(req, ["packer", "weigher"]);
  const { cooperative_id, member_id: person } = member;
  const { short, entered } = valueOf(await takeOut(req.scope, { recall_id: recall.id, cooperative_id, person }));
  res.status(201).json({ short: await shortDetail(req.scope, short), entered });
}
