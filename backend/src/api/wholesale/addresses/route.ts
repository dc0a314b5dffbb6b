import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { requireCompany } from "../scope";
import type { AddressBody } from "../validators";

/** Where the company's goods go. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req);
  res.json({ addresses: await wholesale.addresses.of(company.id) });
}

export async function POST(req: AuthenticatedMedusaRequest<AddressBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  res.status(201).json({ address: valueOf(await wholesale.addresses.add(actor, req.validatedBody)) });
}
