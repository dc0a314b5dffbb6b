import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { chooseCompanyPassword } from "../../../workflows/wholesale/company-accounts";
import type { PasswordBody } from "../validators";

/** The code that was sent, and another password. */
export async function POST(req: MedusaRequest<PasswordBody>, res: MedusaResponse): Promise<void> {
  await chooseCompanyPassword(req.scope, req.validatedBody);
  res.json({ changed: true });
}
