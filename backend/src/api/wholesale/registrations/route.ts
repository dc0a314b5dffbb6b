import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { registerCompany } from "../../../workflows/wholesale/company-accounts";
import type { RegistrationBody } from "../validators";

/** A company, and its first member with a password. Signing in comes after, at Medusa's own route. */
export async function POST(req: MedusaRequest<RegistrationBody>, res: MedusaResponse): Promise<void> {
  const { company_id } = await registerCompany(req.scope, req.validatedBody);
  res.json({ company: { id: company_id } });
}
