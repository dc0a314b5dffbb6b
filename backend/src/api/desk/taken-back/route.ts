import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { requireMember } from "../scope";
import type { StatementsQuery } from "../transfers/validators";
import { takenBackView } from "../transfers/views";

const PAGE = 50;

/** Transfers of buyers that the bank took back, and nobody has looked at yet. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { cursor } = req.validatedQuery as StatementsQuery;
  const { takenBack }: SettlementService = req.scope.resolve("settlement");
  const found = await takenBack.open({ cooperative_id, cursor, limit: PAGE });
  res.json({ taken_back: found.map(takenBackView), next: nextCursor(found, PAGE) });
}
