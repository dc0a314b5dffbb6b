import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type WholesaleService from "../../../../../../modules/wholesale/service";
import { buyerOf } from "../../../scope";

/** Asks for no approval any more: the offer stands as before. Pressed twice it is done once. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const { approvals }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await approvals.takeBack(by, req.params.id ?? ""));
  res.json({ taken_back: true });
}
