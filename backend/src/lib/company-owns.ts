import { refuseWith } from "./refusal";
import { row, type Sql } from "./sql";

// What an address below /wholesale names by its id, and whether it is the company's. Reads across the rooms, writes nothing.

interface Kind {
  /** Whether the row `?` is there for the company `?`. */
  readonly there: string;
  readonly refusal: readonly [code: string, message: string];
}

const own = (table: string, refusal: Kind["refusal"]): Kind => ({
  there: `select 1 from ${table} where id = ? and company_id = ?`,
  refusal,
});

/** By the part of the address that stands before the id. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["quotes", own("quote", ["quote_not_found", "There is no such quote."])],
  ["joint-quotes", own("joint_quote", ["joint_quote_not_found", "There is no such joint quote."])],
  [
    "joint-agreements",
    own("joint_agreement", ["joint_agreement_not_found", "There is no such agreement of several cooperatives."]),
  ],
  ["agreements", own("agreement", ["agreement_not_found", "There is no such agreement."])],
  [
    "addressee-sheets",
    own("addressee_sheet", ["addressee_sheet_not_found", "Your company has no such sheet of addressees."]),
  ],
  ["order-lists", own("order_list", ["order_list_not_found", "Your company has no such list."])],
  ["members", own("company_member", ["member_not_found", "Your company has no such member."])],
  ["invites", own("company_invite", ["invite_not_found", "There is no such invitation that waits."])],
  ["addresses", own("company_address", ["address_not_found", "Your company has no such address."])],
  ["company", own("company_document", ["paper_not_found", "There is no such paper."])],
  ["proformas", own("proforma", ["proforma_not_found", "There is no such proforma."])],
  [
    "orders",
    {
      there: `select 1 from company_order where order_id = ? and company_id = ? limit 1`,
      refusal: ["order_not_found", "Your company has no such order."],
    },
  ],
  [
    "invoices",
    {
      there: `select 1 from invoice i where i.id = ?
                and i.order_id in (select w.order_id from company_order w where w.company_id = ? and w.order_id is not null)`,
      refusal: ["invoice_not_found", "Your company has no such invoice."],
    },
  ],
]);

/**
 * Refuses what another company has, or nobody, as not there: said before anything is said of roles, so that a role tells nothing of other
 * companies. `address`: that of the request; without an id in it there is nothing to look for.
 */
export async function refuseForeign(
  sql: Sql,
  company_id: string,
  asked: { address: string; id: string | undefined },
): Promise<void> {
  const kind = KINDS.get(/^\/wholesale\/([a-z-]+)/.exec(asked.address)?.[1] ?? "");
  if (!kind || asked.id === undefined) return;
  if (!(await row(sql, kind.there, [asked.id, company_id]))) refuseWith(...kind.refusal);
}
