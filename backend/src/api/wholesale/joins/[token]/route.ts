import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { joinCompany, openCompanyInvite } from "../../../../workflows/wholesale/company-accounts";
import type { JoinBody } from "../../validators";

/** What somebody with the link is asked: for which company, and as what. The link is the key; there is no other. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { name, email, roles, company } = await openCompanyInvite(req.scope, req.params.token ?? "");
  res.setHeader("Cache-Control", "no-store");
  res.json({ invite: { name, email, roles, company } });
}

export async function POST(req: MedusaRequest<JoinBody>, res: MedusaResponse): Promise<void> {
  const { email } = await joinCompany(req.scope, { ...req.validatedBody, token: req.params.token ?? "" });
  res.status(201).json({ member: { email } });
}
