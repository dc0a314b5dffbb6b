import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { trackingSheet, trackingXlsx } from "../../../../../lib/addressee-tracking";
import { refuseWith } from "../../../../../lib/refusal";
import { sendParts } from "../../../../../lib/send-parts";
import { ownSheet } from "../../scope";
import type { TrackingQuery } from "../../validators";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** Every addressee with their parcel, its state, and the link that shows them theirs. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { sheet, company } = await ownSheet(req);
  const { language, format } = req.validatedQuery as unknown as TrackingQuery;
  if (sheet.list_id === null)
    refuseWith("sheet_not_asked", "No quote was asked for with this sheet yet: there is nothing to track.");
  const reader = { path: language, time_zone: company.time_zone };
  const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  if (format === "xlsx") await sendParts(res, "tracking.xlsx", trackingXlsx(sql, sheet.list_id, reader), XLSX);
  else await sendParts(res, "tracking.csv", trackingSheet(sql, sheet.list_id, reader));
}
