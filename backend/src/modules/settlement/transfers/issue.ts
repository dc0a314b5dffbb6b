import { ok, refuse, type BalancePart, type Refusal, type Result } from "@commonlot/domain";
import type { Cipher } from "../../../lib/cipher";
import { row, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import { openAccount, sealAccount } from "../accounts";
import { payingAccount } from "../bank-file";
import { newId } from "../ids";
import { mayOwe_, type CreditTerms } from "./receivables";
import { findProformas, letGo_, lockProformas_, nextReference, tellTransfer_, type ProformaRow } from "./rows";

export interface IssueProforma {
  cooperative_id: string;
  company_id: string;
  /** As its account is held: what a payer's name is compared with. */
  company: string;
  quote_id: string;
  quote_number: string;
  cart_id: string;
  currency: string;
  amount_minor: bigint;
  /** Of a deposit: what is owed after it. */
  balance?: BalancePart | null;
  /** What the company may owe: asked where something of the order is paid after its goods have left. */
  credit?: CreditTerms;
  due_at: Date;
  person: string;
}

/** An order that stands at once, all of it owed until so many days after. */
export interface GrantAccount extends Omit<IssueProforma, "due_at" | "balance" | "credit"> {
  net_days: number;
  credit: CreditTerms;
}

const DAY_MS = 86_400_000;

/** The one that a cart's order comes of, or will. */
const LIVE = `p.cart_id = ? and p.state in ('open', 'paid', 'granted', 'ordered') and p.kind not in ('balance', 'freight')`;
const CHANGED = refuse(
  "amount_changed",
  "This cart costs something else by now. Nothing was changed; look at it again.",
);

/** The one live proforma of a cart: asked for again it is the same. Its account stays as it is now, whatever the cooperative names later. */
export async function issueProforma_(
  tx: Transaction,
  cipher: Cipher,
  input: IssueProforma,
): Promise<Result<{ id: string }, Refusal>> {
  const { balance, credit } = input;
  const [live] = await findProformas(tx, LIVE, [input.cart_id]);
  if (live) return sameOr(live, input);
  if (balance && !balance.before_dispatch) {
    const may = await mayOweLater_(tx, input, credit, balance);
    if (!may.ok) return may;
  }
  return write_(tx, cipher, input, {
    kind: balance ? "deposit" : "whole",
    state: "open",
    due_at: input.due_at,
    total_minor: balance ? input.amount_minor + balance.amount_minor : null,
    balance_days: balance?.days ?? null,
    before_dispatch: balance?.before_dispatch ?? false,
  });
}

/**
 * A company pays later: its order is placed at once by the job of this message, as one whose transfer has come. What it owes is counted and
 * this is written under one lock, so that no two orders pass the limit together. A proforma that waits for its first cent ends.
 */
export async function grantAccount_(
  tx: Transaction,
  cipher: Cipher,
  input: GrantAccount,
): Promise<Result<{ id: string }, Refusal>> {
  const { amount_minor, net_days, credit } = input;
  const may = await mayOweLater_(tx, input, credit, { amount_minor, days: net_days });
  // Asked after the lock: pressed twice it is the same one, whatever is left of the limit by now.
  const [live] = await lockProformas_(tx, LIVE, [input.cart_id]);
  if (live && live.kind === "account") return sameOr(live, input);
  if (live && (live.state !== "open" || live.came_minor > 0n))
    return refuse(
      "transfer_begun",
      "Money for this quote is on its way by transfer already. Pay the rest of it so; nothing was changed.",
    );
  if (!may.ok) return may;
  if (live) await letGo_(tx, live, { state: "void", because: "on_account" });
  const due_at = new Date(Date.now() + net_days * DAY_MS);
  return write_(tx, cipher, input, {
    kind: "account",
    state: "granted",
    due_at,
    total_minor: null,
    balance_days: null,
    before_dispatch: false,
  });
}

async function write_(
  tx: Transaction,
  cipher: Cipher,
  input: Omit<IssueProforma, "due_at">,
  as: {
    kind: "whole" | "deposit" | "account";
    state: "open" | "granted";
    due_at: Date;
    total_minor: bigint | null;
    balance_days: number | null;
    before_dispatch: boolean;
  },
): Promise<Result<{ id: string }, Refusal>> {
  const account = await payingAccount(tx, cipher, input.cooperative_id);
  if (!account?.account)
    return refuse(
      "no_transfer_account",
      "The cooperative has named no bank account yet. Pay by card, or write to it; the goods stay held.",
    );
  const id = newId("proforma");
  const { number, reference } = await nextReference(tx);
  const made = await row<{ id: string }>(
    tx,
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account,
       due_at, issued_by, kind, state, total_minor, balance_days, before_dispatch)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?)
     on conflict (cart_id) where state in ('open', 'paid', 'granted', 'ordered') and kind not in ('balance', 'freight', 'part') do nothing returning id`,
    [
      ...[id, number, reference, input.cooperative_id, input.company_id, input.company, input.quote_id],
      ...[input.quote_number, input.cart_id, input.currency, String(input.amount_minor)],
      ...[JSON.stringify(sealAccount(cipher, account, id)), as.due_at, input.person, as.kind, as.state],
      ...[as.total_minor === null ? null : String(as.total_minor), as.balance_days, as.before_dispatch],
    ],
  );
  if (made) {
    if (as.state === "open") await tellTransfer_(tx, id, "sent");
    else await append(tx, { job: "transfer-paid", payload: { proforma_id: id }, dedup_key: id });
    return ok({ id });
  }
  const [live] = await findProformas(tx, LIVE, [input.cart_id]);
  return live ? sameOr(live, input) : CHANGED;
}

/** The rest of an order with a deposit, to the account that the deposit was paid to. */
export async function askBalance_(
  tx: Transaction,
  cipher: Cipher,
  deposit: ProformaRow,
  order_id: string,
): Promise<void> {
  const id = newId("proforma");
  const { number, reference } = await nextReference(tx);
  const account = sealAccount(cipher, openAccount(cipher, deposit.account, deposit.id), id);
  const made = await row(
    tx,
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account,
       due_at, issued_by, kind, state, total_minor, before_dispatch, order_id, ended_at)
     select ?::text, ?::bigint, ?::text, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, total_minor - amount_minor, ?::jsonb,
       now() + make_interval(days => balance_days), issued_by, 'balance', 'ordered', total_minor, before_dispatch, ?::text, now()
     from proforma where id = ? on conflict (cart_id) where kind = 'balance' do nothing returning 1`,
    [id, number, reference, JSON.stringify(account), order_id, deposit.id],
  );
  if (made) await tellTransfer_(tx, id, "owed");
}

/** Asked for again it is the one that stands, when it is about the same money. */
function sameOr(
  live: ProformaRow,
  input: Pick<IssueProforma, "amount_minor" | "company_id">,
): Result<{ id: string }, Refusal> {
  return live.amount_minor === input.amount_minor && live.company_id === input.company_id
    ? ok({ id: live.id })
    : CHANGED;
}

/** Without terms of its own nobody may owe anything. */
function mayOweLater_(
  tx: Transaction,
  { company_id, currency }: Pick<IssueProforma, "company_id" | "currency">,
  credit: CreditTerms | undefined,
  { amount_minor, days }: Pick<BalancePart, "amount_minor" | "days">,
): Promise<Result<unknown, Refusal>> {
  return mayOwe_(tx, {
    company_id,
    currency,
    terms: { kind: "net", net_days: days },
    total_minor: amount_minor,
    credit: credit ?? { company_state: "registered", limit_minor: 0n },
  });
}
