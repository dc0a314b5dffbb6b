import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { operatorOf } from "../../../operator";

/** The item is this operator's from now on. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await settlement.processor.takeItem({ id, person: operatorOf(req) }));
  res.json({ item: { id, owned: true } });
}
