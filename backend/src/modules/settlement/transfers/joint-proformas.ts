import { decideParts, ok, paymentReference, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../../lib/cipher";
import { groupBy } from "../../../lib/group-by";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { appendAll } from "../../outbox/append";
import { openAccount, sealAccount, type PartyAccount, type SealedAccount } from "../accounts";
import { newId } from "../ids";
import { always, type MayIssue } from "./may-issue";
import { findProformas, letGo_, lockParts_, lockProformas_, tellTransfer_, type ProformaRow } from "./rows";

/** What one cooperative of a joint quote is to be paid. */
export interface AskedPart {
  cooperative_id: string;
  quote_id: string;
  quote_number: string;
  amount_minor: bigint;
}

export interface IssueParts {
  company_id: string;
  /** As its accounts are held: what a payer's name is compared with. */
  company: string;
  cart_id: string;
  currency: string;
  parts: readonly AskedPart[];
  due_at: Date;
  person: string;
}

const CHANGED = refuse(
  "amount_changed",
  "This cart costs something else by now. Nothing was changed; look at it again.",
);
/** Carts whose parts one tick ends; the next takes the rest. */
const CARTS_PER_TICK = 100;

/**
 * What companies are to transfer for joint quotes: a proforma to each cooperative, all issued, ordered and ended together (docs/adr/0065). Each is
 * paid as any other (`book-line.ts`).
 */
export class JointProformas {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /** Of these cooperatives those that have named no account with a number: nothing can be transferred to them. */
  async without(cooperative_ids: readonly string[]): Promise<string[]> {
    const accounts = await accountsOf(this.sql, this.cipher, cooperative_ids);
    return [...new Set(cooperative_ids)].filter((id) => !accounts.get(id)?.account);
  }

  /** One of each part, all or none; asked for again they are the same. `may`: asked first, in the same transaction. */
  issue(input: IssueParts, may: MayIssue = always): Promise<Result<{ ids: string[] }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const asked = await may(tx);
      if (!asked.ok) return asked;
      await lockParts_(tx, input.cart_id);
      const live = await findProformas(tx, `${PARTS} and p.state in ('open', 'paid', 'ordered') order by p.id`, [
        input.cart_id,
      ]);
      if (live.length > 0) return isSame(live, input) ? ok({ ids: live.map((one) => one.id) }) : CHANGED;
      const cooperative_ids = input.parts.map((part) => part.cooperative_id);
      const accounts = await accountsOf(tx, this.cipher, cooperative_ids);
      const payable = input.parts.flatMap((part) => {
        const account = accounts.get(part.cooperative_id);
        return account?.account ? [{ ...part, account }] : [];
      });
      const without = input.parts.find((part) => !payable.some((one) => one.quote_id === part.quote_id));
      if (without)
        return refuse(
          "no_transfer_account_of_part",
          `The cooperative of ${without.quote_number} has named no bank account yet. Pay by card, or write to it; the goods stay held.`,
        );
      return ok({ ids: await this.write_(tx, input, payable) });
    });
  }

  /** Those of a cart that were asked for last, whatever became of them, by the quotes' numbers. */
  ofCart(cart_id: string): Promise<ProformaRow[]> {
    return findProformas(
      this.sql,
      `${PARTS} and p.issued_at = (select max(q.issued_at) from proforma q where q.kind = 'part' and q.cart_id = p.cart_id) order by p.quote_number, p.id`,
      [cart_id],
    );
  }

  /** What all parts that were asked for with this one come to: what their order costs. */
  async sumWith(proforma_id: string): Promise<bigint> {
    const found = await row<{ sum: string }>(
      this.sql,
      `select coalesce(sum(p.amount_minor), 0)::text as sum from proforma p join proforma one on one.id = ? and one.cart_id = p.cart_id
         and one.issued_at = p.issued_at where p.kind = 'part'`,
      [proforma_id],
    );
    return BigInt(found?.sum ?? 0);
  }

  /** Ends all parts of a cart whose end has come while one of them lacks something; what had come for the others is the payer's again. How many. */
  lapseDue(now = new Date()): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<{ cart_id: string }>(
        tx,
        `select distinct cart_id from proforma where kind = 'part' and state = 'open' and due_at <= ? order by cart_id limit ?`,
        [now, CARTS_PER_TICK],
      );
      if (due.length === 0) return 0;
      // Whoever pays the last of them holds its lock: waited for, and then found paid.
      const live = await lockProformas_(tx, `p.kind = 'part' and p.cart_id = any(?) and p.state in ('open', 'paid')`, [
        due.map((one) => one.cart_id),
      ]);
      let ended = 0;
      for (const parts of groupBy(live, (one) => one.cart_id).values()) {
        if (decideParts(parts, now) !== "lapse") continue;
        for (const part of parts) await lapse_(tx, part);
        ended += parts.length;
      }
      return ended;
    });
  }

  private async write_(
    tx: Transaction,
    input: IssueParts,
    payable: readonly (AskedPart & { account: PartyAccount })[],
  ): Promise<string[]> {
    const numbers = await rows<{ number: string }>(
      tx,
      `select nextval('proforma_number')::text as number from generate_series(1, ?::int)`,
      [payable.length],
    );
    const made = payable.map((part, at) => {
      const id = newId("proforma");
      const number = numbers[at]?.number ?? "";
      return { ...part, id, number, account: sealAccount(this.cipher, part.account, id) };
    });
    const due_at = input.due_at.toISOString();
    await insertAll(
      tx,
      "proforma",
      [
        ["id", "text", (part) => part.id],
        ["kind", "text", () => "part"],
        ["number", "bigint", (part) => part.number],
        ["reference", "text", (part) => paymentReference(Number(part.number))],
        ["cooperative_id", "text", (part) => part.cooperative_id],
        ["company_id", "text", () => input.company_id],
        ["company", "text", () => input.company],
        ["quote_id", "text", (part) => part.quote_id],
        ["quote_number", "text", (part) => part.quote_number],
        ["cart_id", "text", () => input.cart_id],
        ["currency", "text", () => input.currency],
        ["amount_minor", "bigint", (part) => part.amount_minor],
        ["account", "jsonb", (part) => JSON.stringify(part.account)],
        ["due_at", "timestamptz", () => due_at],
        ["issued_by", "text", () => input.person],
      ],
      made,
    );
    await appendAll(
      tx,
      made.map(({ id }) => ({ job: "transfer-mail" as const, payload: { proforma_id: id, about: "sent" as const } })),
    );
    return made.map((part) => part.id);
  }
}

const PARTS = `p.kind = 'part' and p.cart_id = ?`;

function isSame(live: readonly ProformaRow[], input: IssueParts): boolean {
  return (
    live.length === input.parts.length &&
    input.parts.every((part) =>
      live.some(
        (one) =>
          one.quote_id === part.quote_id &&
          one.amount_minor === part.amount_minor &&
          one.company_id === input.company_id,
      ),
    )
  );
}

/** The accounts that these cooperatives pay from now, by cooperative. */
async function accountsOf(
  sql: Sql,
  cipher: Cipher,
  cooperative_ids: readonly string[],
): Promise<Map<string, PartyAccount>> {
  const found = await rows<{ id: string; cooperative_id: string; account: SealedAccount }>(
    sql,
    `select id, cooperative_id, account from paying_account where cooperative_id = any(?) and closed_at is null`,
    [[...cooperative_ids]],
  );
  return new Map(found.map((one) => [one.cooperative_id, openAccount(cipher, one.account, one.id)]));
}

/** Both sides hear from the quote that it was not paid; of money that came they hear here. */
async function lapse_(tx: Transaction, part: ProformaRow): Promise<void> {
  const whole = part.state === "paid";
  if (part.paid_minor > 0n) await tellTransfer_(tx, part.id, whole ? "share_off" : "overdue");
  await letGo_(tx, part, { state: "lapsed", because: whole ? "parts_unpaid" : "unpaid" });
}
