import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** How far the labels of an order are printed for my cooperative, and the files of them that are ready. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { printed, total, sheets } = await parcels.labelPrint(req.params.id ?? "", cooperative_id);
  if (total === 0) refuseWith("labels_not_found", "There are no labels of this order here.");
  res.json({
    print: {
      printed,
      total,
      sheets: sheets.map(({ id, part, pages, void: void_, created_at }) => ({
        id,
        part,
        pages,
        void: void_,
        at: created_at.toISOString(),
      })),
    },
  });
}
