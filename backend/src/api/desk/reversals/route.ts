import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import type { ListQuery } from "../bank-answers/validators";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** Transfers that are being taken back or were, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as ListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.reversals.list({ cooperative_id, ...query });
  const people = found.flatMap((one) => [one.proposed_by, ...(one.decided_by === null ? [] : [one.decided_by])]);
  const names = await namesOf(req.scope, { members: people });
  res.json({
    reversals: found.map(({ at_key: _, household_id: __, proposed_by, decided_by, ...one }) => ({
      ...one,
      proposed_by: names.member(proposed_by),
      decided_by: names.member(decided_by),
      mine: proposed_by === member_id,
    })),
    next: nextCursor(found, query.limit),
  });
}
