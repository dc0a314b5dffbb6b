import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type { CardSheet } from "../../../modules/cooperative/card-sheets";
import type CooperativeService from "../../../modules/cooperative/service";
import { REGISTRARS } from "../households/one";
import type { CardSheetBody } from "../households/validators";
import { requireMember } from "../scope";

/** Sheets on the page: what was printed lately. */
const SHOWN = 10;

const sheetView = ({ id, household_ids, state, pages, created_at }: CardSheet) => ({
  id,
  cards: household_ids.length,
  state,
  pages,
  created_at: created_at.toISOString(),
});

/** ID cards that were asked for lately. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, REGISTRARS);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  res.json({ card_sheets: (await cooperatives.cardSheets.last(cooperative_id, SHOWN)).map(sheetView) });
}

/** Asks for ID cards, of these households or of all; a job prints them. 202: look again in a moment. */
export async function POST(req: AuthenticatedMedusaRequest<CardSheetBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, REGISTRARS);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { household_ids } = req.validatedBody;
  const sheet = valueOf(await cooperatives.cardSheets.ask({ cooperative_id, made_by: member_id, household_ids }));
  res.status(202).json({ card_sheet: sheetView(sheet) });
}
