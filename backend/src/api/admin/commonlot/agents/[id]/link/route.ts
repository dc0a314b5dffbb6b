import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../../env";
import { valueOf } from "../../../../../../lib/refusal";
import type WholesaleService from "../../../../../../modules/wholesale/service";

/** Another link to choose a password with, shown this once; the one before is over. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  const { token } = valueOf(await agents.link(req.auth_context.actor_id, req.params.id ?? ""));
  res.setHeader("Cache-Control", "no-store");
  res.json({ link: new URL(`/agent/join/${token}`, readEnv().STOREFRONT_URL).toString() });
}
