import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { row, type Transaction } from "../../lib/sql";
import { findCompany } from "./companies/company-rows";
import type { Company } from "./companies/company-types";
import type { QuoteActor } from "./quotes/quote-types";

/** Requests of one company that wait for an answer at once: more is a slip, or somebody who tries what is there. */
const MAX_OPEN = 200;

/** Its key is on another request, of several or of a sample too. */
export const ASKED_OTHERWISE = refuse(
  "idempotency_conflict",
  "This form asked for something else before. Open it anew; nothing was asked.",
);

/** Whether a company may ask for so many quotes more, to this address of its own. */
export async function mayAsk_(
  tx: Transaction,
  by: QuoteActor & { side: "buyer" },
  asked: { address_id: string | null; requests: number },
): Promise<Result<Company, Refusal>> {
  const company = await findCompany(tx, by.company_id);
  if (company?.state !== "approved")
    return refuse("company_not_approved", "The company has not been approved. Nothing was asked; ask when it is.");
  const open = await row<{ count: number }>(
    tx,
    `select count(*)::int as count from quote where company_id = ? and state = 'requested'`,
    [by.company_id],
  );
  if ((open?.count ?? 0) + asked.requests > MAX_OPEN)
    return refuse(
      "too_many_requests",
      `${MAX_OPEN} requests of your company wait for an answer. Take some back first.`,
    );
  return (await isOwnAddress_(tx, by.company_id, asked.address_id)) ? ok(company) : NO_SUCH_ADDRESS;
}

const NO_SUCH_ADDRESS = refuse("address_not_found", "Your company has no such address.", "address_id");

/** Whether a company calls off now, to this address of its own. */
export async function mayCallOff_(
  tx: Transaction,
  company_id: string,
  address_id: string | null,
): Promise<Result<void, Refusal>> {
  const company = await findCompany(tx, company_id);
  if (company?.state !== "approved")
    return refuse("company_not_approved", "The company has not been approved. Nothing was called off.");
  return (await isOwnAddress_(tx, company_id, address_id)) ? ok(undefined) : NO_SUCH_ADDRESS;
}

/** None is said: it is nobody else's. */
async function isOwnAddress_(tx: Transaction, company_id: string, address_id: string | null): Promise<boolean> {
  if (address_id === null) return true;
  const address = await row(
    tx,
    `select 1 from company_address where id = ? and company_id = ? and removed_at is null`,
    [address_id, company_id],
  );
  return address !== undefined;
}
