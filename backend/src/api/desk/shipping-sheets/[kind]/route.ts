import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { SHEET_COLUMNS, SHEET_KINDS, type SheetKind } from "../../../../modules/parcel/sheet-reader";
import { sheetOf } from "../../../../workflows/parcel/sheets";
import { requireMember } from "../../scope";

/** What there is, as a sheet that can be brought back. Examples of the house are marked in it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const kind = SHEET_KINDS.find((known) => known === req.params.kind);
  if (!kind) refuseWith("sheet_not_found", "There is no such sheet.");
  res.json({
    kind,
    columns: SHEET_COLUMNS[kind satisfies SheetKind],
    rows: await sheetOf(req.scope, kind, cooperative_id),
  });
}
