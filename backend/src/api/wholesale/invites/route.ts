import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../env";
import { valueOf } from "../../../lib/refusal";
import { requireCompany } from "../scope";
import type { InviteBody } from "../validators";

/** Asks somebody to act for the company. The link is mailed to them; not even the owner sees it. */
export async function POST(req: AuthenticatedMedusaRequest<InviteBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, company, actor } = await requireCompany(req, "people");
  const { id } = valueOf(
    await wholesale.invites.invite(actor, req.validatedBody, (token) =>
      new URL(`/${company.language}/wholesale/join/${token}`, readEnv().STOREFRONT_URL).toString(),
    ),
  );
  res.status(201).json({ invite: { id } });
}
