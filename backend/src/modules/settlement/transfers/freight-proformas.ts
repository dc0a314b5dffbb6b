import { BALANCE_DAYS } from "@commonlot/domain";
import type { Cipher } from "../../../lib/cipher";
import { rows, type Sql, type Transaction } from "../../../lib/sql";
import { sealAccount } from "../accounts";
import { payingAccount } from "../bank-file";
import { newId } from "../ids";
import { nextReference, tellTransfer_ } from "./rows";

/** Whose order it is, as it was frozen with the sale. */
export interface AskedOf {
  order_id: string;
  cooperative_id: string;
  company_id: string;
  company: string;
  quote_id: string;
  quote_number: string;
  cart_id: string;
  currency: string;
}

/** Whether a company can be asked to transfer to this cooperative. */
export async function mayAskFreight(sql: Sql, cipher: Cipher, cooperative_id: string): Promise<boolean> {
  return Boolean((await payingAccount(sql, cipher, cooperative_id))?.account);
}

/** Asks for the buyer's part of a loss of freight, and tells them: nothing is ever taken for it. The proforma's id. */
export async function askFreight_(
  tx: Transaction,
  cipher: Cipher,
  of: AskedOf,
  asks: { amount_minor: bigint; person: string },
): Promise<string> {
  const account = await payingAccount(tx, cipher, of.cooperative_id);
  if (!account?.account) throw new Error(`cooperative ${of.cooperative_id} has no account to be paid to`);
  const id = newId("proforma");
  const { number, reference } = await nextReference(tx);
  await rows(
    tx,
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account,
       due_at, issued_by, kind, state, order_id, ended_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, now() + make_interval(days => ?), ?, 'freight', 'ordered', ?, now())`,
    [
      ...[
        id,
        number,
        reference,
        of.cooperative_id,
        of.company_id,
        of.company,
        of.quote_id,
        of.quote_number,
        of.cart_id,
      ],
      ...[of.currency, String(asks.amount_minor), JSON.stringify(sealAccount(cipher, account, id)), BALANCE_DAYS],
      ...[asks.person, of.order_id],
    ],
  );
  await tellTransfer_(tx, id, "freight");
  return id;
}
