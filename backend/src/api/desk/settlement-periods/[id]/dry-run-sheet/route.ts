import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { csvOf } from "../../../../../lib/csv";
import { dryRunOf } from "../../../../../workflows/settlement/dry-run";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";
import { SHEET_HEAD, sheetRow } from "../../dry-run-views";

/** Households whose names are looked up at once; the sheet is sent piece by piece. */
const AT_ONCE = 500;

/** The dry run as a sheet, a row for each household, named so that nobody takes it for a settlement. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const run = await dryRunOf(req.scope, req.params.id ?? "", cooperative_id);
  const name = `${run.draft ? "draft" : "check"}-${run.period.from_date}-${run.period.to_date}.csv`;
  res.setHeader("content-type", "text/csv; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  res.setHeader("cache-control", "no-store");
  res.write(csvOf([SHEET_HEAD]));
  for (let from = 0; from < run.rows.length; from += AT_ONCE) {
    const part = run.rows.slice(from, from + AT_ONCE);
    const names = await namesOf(req.scope, { households: part.map((one) => one.household_id) });
    // The mark that a spreadsheet reads Chinese by stands once, at the head.
    res.write(csvOf(part.map((one) => sheetRow(one, names))).replace("\uFEFF", ""));
  }
  res.end();
}
