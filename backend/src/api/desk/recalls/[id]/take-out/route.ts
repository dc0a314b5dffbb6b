import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type { ShortRow } from "../../../../../modules/pool/short-types";
import { enterShort } from "../../../../../workflows/pool/short/preview";
import { shortDetail } from "../../../shorts/view";
import { requireRecall } from "../../scope";

/** Enters a short for the lot and for each lot split off it, which takes it out of every order that is still here; answers the first preview. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { recall, member, pools } = await requireRecall(req, ["packer", "weigher"]);
  if (recall.in_orders === 0) refuseWith("nothing_in_orders", "No order that is still here holds any of this lot.");
  const entered: ShortRow[] = [];
  for (const lot of (await pools.recalls.family(recall.lot_id)).filter((one) => one.in_orders > 0)) {
    entered.push(
      valueOf(
        await enterShort(req.scope, {
          cooperative_id: member.cooperative_id,
          kind: "recalled",
          lot_id: lot.lot_id,
          units: lot.in_orders,
          restock: false,
          reason: `${recall.number}: ${recall.reason}`,
          person: member.member_id,
          // Pressed twice while nothing has changed, it is one entry.
          idempotency_key: `${recall.id}-${lot.lot_id}-${lot.in_orders}-${lot.gone}`,
        }),
      ),
    );
  }
  const [short] = entered;
  if (!short) refuseWith("nothing_in_orders", "No order that is still here holds any of this lot.");
  res.status(201).json({ short: await shortDetail(req.scope, short), entered: entered.length });
}
