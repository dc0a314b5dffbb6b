import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Has an order planned again that could not be: what was wrong has been put right. Pressed twice it is asked once. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const { plans }: ParcelService = req.scope.resolve("parcel");
  const order_id = req.params.id ?? "";
  valueOf(await plans.refusals.again({ order_id, cooperative_id, person: member_id }));
  res.status(202).json({ order_id });
}
