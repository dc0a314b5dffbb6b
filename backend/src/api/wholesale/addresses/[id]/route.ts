import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { requireCompany } from "../../scope";
import type { AddressBody } from "../../validators";

export async function POST(req: AuthenticatedMedusaRequest<AddressBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  res.json({ address: valueOf(await wholesale.addresses.change(actor, req.params.id ?? "", req.validatedBody)) });
}
