import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { trackingSheet } from "../../../../../lib/addressee-tracking";
import { refuseWith } from "../../../../../lib/refusal";
import { sendParts } from "../../../../../lib/send-parts";
import { ownSheet } from "../../scope";
import type { FileQuery } from "../../validators";

/** Every addressee with their parcel, its state, and the link that shows them theirs. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { sheet } = await ownSheet(req);
  const { language } = req.validatedQuery as unknown as FileQuery;
  if (sheet.list_id === null)
    refuseWith("sheet_not_asked", "No quote was asked for with this sheet yet: there is nothing to track.");
  const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  await sendParts(res, "tracking.csv", trackingSheet(sql, sheet.list_id, language));
}
