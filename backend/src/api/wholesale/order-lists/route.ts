import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type WholesaleService from "../../../modules/wholesale/service";
import { ownerOfList } from "../quick/scope";
import type { SaveBody } from "../quick/validators";

/** Lists that the company keeps. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company_id } = await ownerOfList(req, "look");
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  const lists = await orderLists.saved(company_id);
  res.json({ lists: lists.map((list) => ({ ...list, created_at: list.created_at.toISOString() })) });
}

/** Keeps what this member works on, under a name. */
export async function POST(req: AuthenticatedMedusaRequest<SaveBody>, res: MedusaResponse): Promise<void> {
  const by = await ownerOfList(req);
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  res.status(201).json({ list: valueOf(await orderLists.save(by, req.validatedBody.name)) });
}
