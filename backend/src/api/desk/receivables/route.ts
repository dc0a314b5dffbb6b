import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { proformaFields } from "../../wholesale/proformas/fields";
import { requireMember } from "../scope";
import type { ReceivablesQuery } from "../transfers/validators";

const PAGE = 50;
const MS_PER_DAY = 86_400_000;

/** What companies owe this cooperative for orders that stand, the first due first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { after } = req.validatedQuery as ReceivablesQuery;
  const { receivables }: SettlementService = req.scope.resolve("settlement");
  const [found, sums, companies] = await Promise.all([
    receivables.open(cooperative_id, { after, limit: PAGE }),
    receivables.openSums(cooperative_id),
    receivables.debtors(cooperative_id),
  ]);
  const now = Date.now();
  res.json({
    receivables: found.map((one) => ({
      ...proformaFields(one),
      late_days: Math.max(0, Math.floor((now - one.due_at.getTime()) / MS_PER_DAY)),
      late: one.due_at.getTime() < now,
    })),
    sums: sums.map(({ currency, open_minor, overdue_minor, count }) => ({
      currency,
      open_minor: Number(open_minor),
      overdue_minor: Number(overdue_minor),
      count,
    })),
    /** With an account here, whatever of it is open. */
    companies,
    next: found.length === PAGE ? (found.at(-1)?.id ?? null) : null,
  });
}
