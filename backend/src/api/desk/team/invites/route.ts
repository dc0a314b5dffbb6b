import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../env";
import { valueOf } from "../../../../lib/refusal";
import type CooperativeService from "../../../../modules/cooperative/service";
import { requireManager } from "../scope";
import type { InviteBody } from "../validators";

/** Asks somebody to work here. The link goes to them, by e-mail or SMS; not even the manager sees it. */
export async function POST(req: AuthenticatedMedusaRequest<InviteBody>, res: MedusaResponse): Promise<void> {
  const by = await requireManager(req);
  const { name, role, email, phone } = req.validatedBody;
  const { invites }: CooperativeService = req.scope.resolve("cooperative");
  const contact = email === undefined ? { phone: phone ?? "" } : { email };
  const { id } = valueOf(
    await invites.invite(by, { name, role, contact }, (token) =>
      new URL(`/desk/join/${token}`, readEnv().STOREFRONT_URL).toString(),
    ),
  );
  res.status(201).json({ invite: { id } });
}
