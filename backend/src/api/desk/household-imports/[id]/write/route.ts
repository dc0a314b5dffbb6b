import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { actorOf, REGISTRARS } from "../../../households/one";
import type { AgreedBody } from "../../../households/validators";
import { requireMember } from "../../../scope";

/** Registers a checked list: all of it, once, however often this is pressed. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, REGISTRARS);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const written = valueOf(
    await cooperatives.imports.write({
      import_id: req.params.id ?? "",
      cooperative_id: member.cooperative_id,
      by: { actor: actorOf(member), agreed: req.validatedBody.agreed },
    }),
  );
  res.json({ import: { id: written.id, households: written.households, state: written.state } });
}
