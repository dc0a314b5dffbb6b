import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { CompanyAct } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";
import type { AddresseeSheet, SheetOwner } from "../../../modules/wholesale/addressees/addressee-types";
import { requireCompany, type CompanyScope } from "../scope";

/** A file of addressees: 100,000 lines as text, or as a spreadsheet, which is smaller. */
export const MAX_SHEET_BYTES = 15 * 1024 * 1024;

/** Who works on a sheet. */
export async function sheetOwner(
  req: AuthenticatedMedusaRequest,
  needs: CompanyAct = "buy",
): Promise<CompanyScope & { by: SheetOwner }> {
  const scope = await requireCompany(req, needs);
  return { ...scope, by: { member_id: scope.member.member_id, company_id: scope.company.id } };
}

/** The sheet in the address, of the company that asks: another company's is not there. */
export async function ownSheet(
  req: AuthenticatedMedusaRequest,
  needs: CompanyAct = "look",
): Promise<CompanyScope & { by: SheetOwner; sheet: AddresseeSheet }> {
  const scope = await sheetOwner(req, needs);
  const sheet = await scope.wholesale.addresseeSheets.one(scope.company.id, req.params.id ?? "");
  if (!sheet) refuseWith("addressee_sheet_not_found", "Your company has no such sheet of addressees.");
  return { ...scope, sheet };
}
