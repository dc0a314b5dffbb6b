import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type CooperativeService from "../../../modules/cooperative/service";
import type SettlementService from "../../../modules/settlement/service";
import type { ReadsQuery } from "../ledger-books/validators";
import { requireMember } from "../scope";

/** Who read account numbers or took the ledger along, newest first. For the manager, and the accountant whose files they are. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as ReadsQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const found = await settlement.reads.list({ book: cooperative_id, ...query });
  const names = await cooperatives.memberNames([...new Set(found.map((one) => one.person))]);
  res.json({
    reads: found.map(({ id, kind, subject, page, person, why, at_key }) => ({
      id,
      kind,
      subject,
      page,
      person: names.get(person) ?? person,
      why,
      at: at_key,
    })),
    next: nextCursor(found, query.limit),
  });
}
