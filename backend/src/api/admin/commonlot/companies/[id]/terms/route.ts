import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type WholesaleService from "../../../../../../modules/wholesale/service";
import type { CompanyTermsBody } from "../../../../../desk/companies/validators";
import { operatorVets } from "../../vetter";

/** How and when a company pays, and what it may owe. */
export async function POST(req: AuthenticatedMedusaRequest<CompanyTermsBody>, res: MedusaResponse): Promise<void> {
  const { companies }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await companies.setTerms(await operatorVets(req), req.params.id ?? "", req.validatedBody));
  res.json({ set: true });
}
