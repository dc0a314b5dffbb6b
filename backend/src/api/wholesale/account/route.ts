import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { standingFields } from "../proformas/fields";
import type { AccountQuery } from "../proformas/validators";
import { cooperativeNames } from "../quotes/fields";
import { requireCompany } from "../scope";

const PAGE = 50;

/** The company's statement of account: what it came to owe, paid and was credited, newest first, and how it stands. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req);
  const { cursor, limit = PAGE } = req.validatedQuery as AccountQuery;
  const { receivables }: SettlementService = req.scope.resolve("settlement");
  const { credit_limit_minor } = await wholesale.companies.terms(company.id);
  const [entries, owed, standing] = await Promise.all([
    receivables.account(company.id, { cursor, limit }),
    receivables.owedBy(company.id),
    receivables.standing(company.id, company.currency, credit_limit_minor),
  ]);
  const names = await cooperativeNames(req.scope, entries);
  res.json({
    entries: entries.map(({ at, at_key: _, cooperative_id, amount_minor, ...one }) => ({
      ...one,
      at: at.toISOString(),
      cooperative: names(cooperative_id),
      amount_minor: Number(amount_minor),
    })),
    owed: owed.map(({ currency, open_minor, overdue_minor }) => ({
      currency,
      open_minor: Number(open_minor),
      overdue_minor: Number(overdue_minor),
    })),
    credit: { currency: company.currency, ...standingFields(standing) },
    next: nextCursor(entries, limit),
  });
}
