import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { csvOf } from "../../../../../lib/csv";
import { refuseWith } from "../../../../../lib/refusal";
import { dryRunOf } from "../../../../../workflows/settlement/dry-run";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";
import { SHEET_HEAD, sheetRow } from "../../dry-run-views";

/** The dry run as a sheet, a row for each household, named so that nobody takes it for a settlement. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const run = await dryRunOf(req.scope, req.params.id ?? "", cooperative_id);
  if (run.trial !== null && run.trial.state !== "done")
    refuseWith(
      "trial_not_ready",
      "This dry run is not worked out yet. Ask for it on its page; the sheet is there when it is done.",
    );
  const name = `${run.draft ? "draft" : "check"}-${run.period.from_date}-${run.period.to_date}.csv`;
  res.setHeader("content-type", "text/csv; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  res.setHeader("cache-control", "no-store");
  const names = await namesOf(req.scope, { households: run.rows.map((one) => one.household_id) });
  res.send(csvOf([SHEET_HEAD, ...run.rows.map((one) => sheetRow(one, names))]));
}
