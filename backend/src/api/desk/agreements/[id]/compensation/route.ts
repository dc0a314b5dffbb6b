import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type { CompensationPaidForm } from "../../../../../modules/wholesale/agreements/agreement-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { sellerOf } from "../../../quotes/scope";

/** Notes that the compensation of an agreement was paid by bank. No money moves by it. */
export async function POST(req: AuthenticatedMedusaRequest<CompensationPaidForm>, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  const { statements }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await statements.paid(by, req.params.id ?? "", req.validatedBody, todayOf()));
  res.json({ paid: true });
}
