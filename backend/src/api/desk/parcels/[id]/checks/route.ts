import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { tickScanned } from "../../../../../workflows/parcel/scan";
import { requireMember } from "../../../scope";
import type { CheckBody } from "../../../shed/validators";

/** Ticks what was scanned, or a line by hand; or takes the ticks of a line, or of one scan, back. */
export async function POST(req: AuthenticatedMedusaRequest<CheckBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const of = { parcel_id: req.params.id ?? "", cooperative_id, person: member_id };
  const body = req.validatedBody;
  if ("code" in body) {
    res.json({ ticked: valueOf(await tickScanned(req.scope, { ...of, code: body.code })) });
    return;
  }
  if ("undo_at" in body) {
    valueOf(await parcels.packing.untick({ ...of, by: { ticked_at: body.undo_at } }));
    res.json({ ticked: [] });
    return;
  }
  const { order_line_id, undo } = body;
  if (undo) valueOf(await parcels.packing.untick({ ...of, by: { order_line_id } }));
  const ticked = undo ? [] : valueOf(await parcels.packing.tick({ ...of, by: { order_line_id } }));
  res.json({ ticked });
}
