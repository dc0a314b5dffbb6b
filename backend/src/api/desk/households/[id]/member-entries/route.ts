import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type SettlementService from "../../../../../modules/settlement/service";
import type { MemberEntryBody } from "../../../patronage/validators";
import { requireMember } from "../../../scope";

/** Writes that a household joined, left, paid share capital in or got it back. Entries are never changed. */
export async function POST(req: AuthenticatedMedusaRequest<MemberEntryBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const household = await cooperatives.householdIn(cooperative_id, { household_id: req.params.id ?? "" });
  if (!household) refuseWith("household_not_found", "There is no such household in your cooperative.");
  const { household_id } = household;
  const body = req.validatedBody;
  const money = "amount_minor" in body ? { amount_minor: BigInt(body.amount_minor), currency: body.currency } : {};
  const { kind, on_day, words, idempotency_key } = body;
  const entry = { kind, on_day, words, idempotency_key, cooperative_id, household_id, person: member_id, ...money };
  valueOf(await settlement.members.record(entry));
  res.status(201).json({ standing: await settlement.members.standing(household_id) });
}
