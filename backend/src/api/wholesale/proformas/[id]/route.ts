import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import { PROFORMA_NOT_THERE } from "../../../../modules/settlement/transfers/proformas";
import { cooperativeNames } from "../../quotes/fields";
import { buyerOf } from "../../quotes/scope";
import { payableFields } from "../fields";

/** One proforma of the company, with the account to pay to. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company_id } = await buyerOf(req);
  const { proformas }: SettlementService = req.scope.resolve("settlement");
  const found = await proformas.oneOf({ company_id }, req.params.id ?? "");
  if (!found) return valueOf(PROFORMA_NOT_THERE);
  const names = await cooperativeNames(req.scope, [found]);
  res.json({ proforma: { ...payableFields(req.scope, found), cooperative: names(found.cooperative_id) } });
}
