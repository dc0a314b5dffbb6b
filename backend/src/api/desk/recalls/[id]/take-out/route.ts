import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import { enterShort } from "../../../../../workflows/pool/short/preview";
import { shortDetail } from "../../../shorts/view";
import { requireRecall } from "../../scope";

/** Enters a short that takes the lot out of every order that is still here, and answers its preview. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { recall, member } = await requireRecall(req, ["packer", "weigher"]);
  if (recall.in_orders === 0) refuseWith("nothing_in_orders", "No order that is still here holds any of this lot.");
  const short = valueOf(
    await enterShort(req.scope, {
      cooperative_id: member.cooperative_id,
      kind: "recalled",
      lot_id: recall.lot_id,
      units: recall.in_orders,
      restock: false,
      reason: `${recall.number}: ${recall.reason}`,
      person: member.member_id,
      // Pressed twice while nothing has changed, it is one entry.
      idempotency_key: `${recall.id}-${recall.in_orders}-${recall.gone}`,
    }),
  );
  res.status(201).json({ short: await shortDetail(req.scope, short) });
}
