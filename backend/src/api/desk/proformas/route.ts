import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { proformaFields } from "../../wholesale/proformas/fields";
import { requireMember } from "../scope";
import type { DeskProformasQuery } from "../transfers/validators";

const PAGE = 50;

/** What companies are to transfer to this cooperative, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { state, cursor } = req.validatedQuery as DeskProformasQuery;
  const { proformas }: SettlementService = req.scope.resolve("settlement");
  const states = state === undefined ? null : [state];
  const found = await proformas.list({ cooperative_id }, { states, cursor, limit: PAGE });
  res.json({ proformas: found.map(proformaFields), next: nextCursor(found, PAGE) });
}
