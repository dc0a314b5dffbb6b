import type { MedusaContainer } from "@medusajs/framework/types";
import { nextCursor } from "../../../lib/keyset";
import { dayIn } from "../../../lib/today";
import type SettlementService from "../../../modules/settlement/service";
import type { AccountScope } from "../../../modules/settlement/transfers/company-account";
import type { Company } from "../../../modules/wholesale/companies/company-types";
import type { AccountQuery } from "../proformas/validators";
import { cooperativeNames } from "../quotes/fields";

const PAGE = 50;

/** An account as its page shows it, to its company or to one of its cooperatives: entries newest first, and what is owed now. */
export async function accountFields(
  container: MedusaContainer,
  of: AccountScope,
  company: Pick<Company, "time_zone">,
  { cursor, limit = PAGE }: AccountQuery,
) {
  const { receivables }: SettlementService = container.resolve("settlement");
  const [entries, owed] = await Promise.all([receivables.account(of, { cursor, limit }), receivables.owedBy(of)]);
  const names = await cooperativeNames(container, entries);
  return {
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
    /** Where the company is, and its clock, by which the days of its statements count. */
    today: dayIn(company.time_zone, new Date()),
    time_zone: company.time_zone,
    next: nextCursor(entries, limit),
  };
}
