import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import type { StockBody } from "../../../carriers/validators";
import { requireMember } from "../../../scope";

/** Boxes that came, or a count of the shelf. */
export async function POST(req: AuthenticatedMedusaRequest<StockBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  const { on_shelf } = valueOf(
    await parcels.cartons.stock({ ...req.validatedBody, id, cooperative_id, person: member_id }),
  );
  res.json({ carton: { id, on_shelf } });
}
