import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { operatorOf, type AnswerBody } from "../../../operator";

/** Closed with what was found out, and booked when the operator says so. */
export async function POST(req: AuthenticatedMedusaRequest<AnswerBody>, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await settlement.processor.answerItem({ ...req.validatedBody, id, person: operatorOf(req) }));
  res.json({ item: { id, closed: true } });
}
