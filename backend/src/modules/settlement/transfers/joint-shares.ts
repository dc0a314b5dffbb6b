import { JOINT_TRANSFER, type AccountShare } from "@commonlot/domain";
import { rows, type Sql, type Transaction } from "../../../lib/sql";
import { newId } from "../ids";
import { notAllowed } from "../refusals";

// Of an order of several cooperatives that was paid by transfer: what of its money lies on whose account (docs/adr/0065).

/**
 * What of a capture lies with each cooperative: what was paid for its own lines. Undefined where all of it lies with one processor. Refused where it
 * is not, to the cent, what each was asked for: then the books would say that one has another's money.
 */
export async function sharesAtCapture_(
  tx: Transaction,
  paid: { processor: string; provider_ref: string },
  lines: readonly { cooperative_id: string; paid_minor: bigint }[],
): Promise<AccountShare[] | undefined> {
  if (paid.processor !== JOINT_TRANSFER) return undefined;
  const sums = new Map<string, bigint>();
  for (const line of lines)
    // What costs nothing asks for nothing.
    if (line.paid_minor > 0n) sums.set(line.cooperative_id, (sums.get(line.cooperative_id) ?? 0n) + line.paid_minor);
  const asked = await askedOf(tx, paid.provider_ref);
  const same = asked.size === sums.size && [...sums].every(([id, minor]) => asked.get(id) === minor);
  if (!same)
    throw notAllowed(
      "parts_differ_from_capture",
      "What was captured for a cooperative is not what it was transferred. Nothing was booked; the money lies where it came.",
    );
  return sharesOf(sums);
}

/** What of a refund goes back from each cooperative: what is given back of its own lines. */
export async function sharesOfRefund_(
  tx: Transaction,
  sale: { processor: string },
  refund_intent_id: string,
): Promise<AccountShare[] | undefined> {
  if (sale.processor !== JOINT_TRANSFER) return undefined;
  const found = await rows<{ cooperative_id: string; sum: string }>(
    tx,
    `select l.cooperative_id, sum(x.amount_minor)::text as sum from refund_intent r
     cross join lateral jsonb_to_recordset(r.lines) as x(order_line_id text, amount_minor bigint)
     join sale_line l on l.order_id = r.order_id and l.order_line_id = x.order_line_id where r.id = ? group by 1`,
    [refund_intent_id],
  );
  return sharesOf(new Map(found.map((one) => [one.cooperative_id, BigInt(one.sum)])));
}

/** It is the company's money at each cooperative's bank, and waits there for a person. Once for each refund and cooperative. */
export async function giveBackShares_(
  tx: Transaction,
  intent: { id: string; provider_ref: string; currency: string },
  shares: readonly AccountShare[],
): Promise<void> {
  const back = shares.map(({ cooperative_id, amount_minor }) => ({
    id: newId("tline"),
    cooperative_id,
    amount_minor: String(amount_minor),
  }));
  await rows(
    tx,
    `insert into transfer_line (id, cooperative_id, source, line_key, booked_on, currency, amount_minor, payer, words, why, company_id)
     select x.id, x.cooperative_id, 'refund', 'refund:' || ?::text, current_date, ?::text, x.amount_minor, p.company, p.reference, 'refund', p.company_id
     from jsonb_to_recordset(?::jsonb) as x(id text, cooperative_id text, amount_minor bigint)
     cross join lateral (select q.company, q.reference, q.company_id from proforma q join proforma one on one.id = ? and one.cart_id = q.cart_id
                           and one.issued_at = q.issued_at
                         where q.kind = 'part' and q.cooperative_id = x.cooperative_id order by q.id limit 1) p
     on conflict on constraint transfer_line_once do nothing`,
    [intent.id, intent.currency, JSON.stringify(back), intent.provider_ref],
  );
}

/** What the parts that were asked for with this proforma asked for, by cooperative. */
async function askedOf(sql: Sql, proforma_id: string): Promise<Map<string, bigint>> {
  const found = await rows<{ cooperative_id: string; sum: string }>(
    sql,
    `select p.cooperative_id, sum(p.amount_minor)::text as sum from proforma p join proforma one on one.id = ? and one.cart_id = p.cart_id
       and one.issued_at = p.issued_at where p.kind = 'part' group by 1`,
    [proforma_id],
  );
  return new Map(found.map((one) => [one.cooperative_id, BigInt(one.sum)]));
}

const sharesOf = (sums: ReadonlyMap<string, bigint>): AccountShare[] =>
  [...sums].map(([cooperative_id, amount_minor]) => ({ cooperative_id, amount_minor })).sort(byCooperative);

const byCooperative = (a: AccountShare, b: AccountShare): number => (a.cooperative_id < b.cooperative_id ? -1 : 1);
