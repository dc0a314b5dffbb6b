import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import { consentViews } from "../../desk/households/views";
import { requireHousehold } from "../scope";
import type { OwnConsentBody } from "../validators";

/** The household's own yes or no, in force at once. */
export async function POST(req: AuthenticatedMedusaRequest<OwnConsentBody>, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id, name } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const today = todayOf(cooperative);
  const consents = valueOf(
    await cooperatives.consents.record({
      household_id,
      consent: { ...req.validatedBody, proof_kind: "own", proof: "signed in", on_day: today },
      actor: { kind: "household", id: household_id, name },
      today,
    }),
  );
  res.json({ consents: consentViews(consents) });
}
