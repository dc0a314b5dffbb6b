import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  accountNumberFault,
  accountUsableFrom,
  ok,
  parseInput,
  payableAccount,
  refuse,
  spanBefore,
  usableWhenRestored,
  type AccountSpan,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { z } from "zod";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { AccountNotices } from "./account-notices";
import type { Acts } from "./acts";
import * as queries from "./queries";
import {
  accountInput,
  type AccountInput,
  type ActingFor,
  type Actor,
  type PayoutAccount,
  type Rail,
  type ReadyAccount,
} from "./types";

/** Rows written by one call at most: a list that long is a file import, and comes in pieces. */
const MAX_BULK = 10_000;
/** Accounts of one household that are looked at: the last of very many changes decide. */
const MAX_HISTORY = 50;

/** Who changes one household's account, and how it was proven that the household wants it. */
export type AccountChange =
  | { by: ActingFor; proof: "agreed" }
  /** The household itself, with its PIN or a code by SMS, asked for anew. */
  | { by: { actor: Actor; agreed?: undefined }; proof: "pin" | "code" };

/** What pages show of where a household's money goes. */
export interface ShownAccount {
  household_id: string;
  rail: Rail;
  last4: string | null;
  /** While the account set last waits: from when it is paid to, what is paid to until then (null: nothing), who set it. */
  waiting: { usable_from: Date; until_then: { rail: Rail; last4: string | null } | null; set_by: string } | null;
}

type Span = queries.NewAccount & AccountSpan & { set_by_name: string };

/** Which row and column a sealed account belongs to. */
const accountCell = (account_id: string, household_id: string) => `household_account:${account_id}:${household_id}`;

/**
 * Where households' money goes. An account is never edited: another takes its place. One that takes the place of another
 * waits 72 hours (domain/src/people/account-change.ts), and the household hears of it at every number it had of late.
 */
export class PayoutAccounts {
  private readonly notices: AccountNotices;

  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly acts: Acts,
  ) {
    this.notices = new AccountNotices(cipher);
  }

  /** As the register knows them when households come in: a list, no notice, good at once. */
  async register(inputs: readonly AccountInput[]): Promise<Result<{ count: number }, Refusal>> {
    const parsed = parseInput(z.array(accountInput).max(MAX_BULK), inputs);
    if (!parsed.ok) return parsed;
    const household_ids = parsed.value.map((account) => account.household_id);
    if (new Set(household_ids).size !== household_ids.length) {
      return refuse("invalid_input", "A household stands twice in this list.", "household_id");
    }
    const known = await queries.householdsById(this.sql, household_ids);
    if (known.length !== household_ids.length) {
      return refuse("household_not_found", "A household in this list is not known.", "household_id");
    }
    for (const account of parsed.value) {
      const wrong = numberFault(account);
      if (wrong) return refuse(wrong.reason, `${account.household_id}: ${wrong.message}`, wrong.field);
    }
    const fresh = parsed.value.map((account) => this.sealed(account));
    await inTransaction(this.sql, (tx) => queries.replaceAccounts(tx, fresh));
    return ok({ count: fresh.length });
  }

  /** Whether these numbers can be an account's. */
  check(account: AccountInput): Result<null, Refusal> {
    const parsed = parseInput(accountInput, account);
    if (!parsed.ok) return parsed;
    const wrong = numberFault(parsed.value);
    return wrong ? { ok: false, refusal: wrong } : ok(null);
  }

  /**
   * Changes one household's account at `now`. The same account again changes nothing and starts no new wait. `old_stops`:
   * nothing is paid to the old one any more either.
   */
  change(input: {
    account: AccountInput;
    old_stops: boolean;
    change: AccountChange;
    now: Date;
  }): Promise<Result<{ usable_from: Date; repeated: boolean }, Refusal>> {
    const checked = this.check(input.account);
    if (!checked.ok) return Promise.resolve(checked);
    const account = accountInput.parse(input.account);
    return inTransaction(this.sql, async (tx) => {
      const { household_id } = account;
      if (!(await lockHousehold(tx, household_id))) {
        return refuse("household_not_found", "There is no such household.", "household_id");
      }
      const spans = (await history(tx, [household_id])).get(household_id) ?? [];
      const last = spans.find((span) => span.replaced_at === null);
      if (last && this.isSame(last, account) && last.old_stops === input.old_stops) {
        return ok({ usable_from: last.usable_from, repeated: true });
      }
      const usable_from = accountUsableFrom(input.now, { replaces: spans.length > 0 });
      const fresh = this.sealed(account);
      const { by, proof } = input.change;
      await queries.replaceAccounts(tx, [fresh], {
        now: input.now,
        usable_from,
        old_stops: input.old_stops && spans.length > 0,
        set_by_kind: by.actor.kind as "coop_member" | "secretary" | "household",
        set_by_name: by.actor.name,
        proof,
      });
      if (by.agreed) await this.acts.record_(tx, household_id, by, "account_set", fresh.id);
      await this.notices.changed_(tx, {
        household_id,
        account_id: fresh.id,
        shown: fresh,
        usable_from,
        now: input.now,
      });
      return ok({ usable_from, repeated: false });
    });
  }

  /**
   * Calls a waiting change off: the one directly before stands again, as if nothing had been, also where it waits itself. One
   * whose wait ran out while it had been replaced was not looked at for so long: it waits anew, and the household hears of it.
   */
  callOff(
    household_id: string,
    by: AccountChange["by"],
    now: Date,
  ): Promise<Result<{ household_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockHousehold(tx, household_id);
      const spans = (await history(tx, [household_id])).get(household_id) ?? [];
      const last = spans.find((span) => span.replaced_at === null);
      if (!last || last.usable_from <= now) {
        return refuse(
          "no_account_waiting",
          "No change of account is waiting: it is in force already, or was called off.",
        );
      }
      await tx.raw(`update household_account set replaced_at = ?, called_off_at = ? where id = ?`, [
        now,
        now,
        last.id,
      ] as never);
      const before = spanBefore(spans, last.id);
      if (before) await this.restore_(tx, before, now);
      if (by.agreed) await this.acts.record_(tx, household_id, by, "account_called_off", last.id);
      return ok({ household_id });
    });
  }

  private async restore_(tx: Transaction, span: Span, now: Date): Promise<void> {
    const usable_from = usableWhenRestored(span, now);
    await tx.raw(`update household_account set replaced_at = null, usable_from = ? where id = ?`, [
      usable_from,
      span.id,
    ] as never);
    if (usable_from.getTime() === span.usable_from.getTime()) return;
    await this.notices.changed_(tx, {
      household_id: span.household_id,
      account_id: newId("restored"),
      shown: span,
      usable_from,
      now,
    });
  }

  /**
   * Where the money of these households goes at `now`. One without an account is left out; one whose change waits and whose
   * old account is stopped is there with `on_hold` and nothing to pay to.
   */
  async payable(household_ids: readonly string[], now: Date): Promise<PayoutAccount[]> {
    const all = await history(this.sql, household_ids);
    return household_ids.flatMap((household_id): PayoutAccount[] => {
      const spans = all.get(household_id) ?? [];
      const payable = payableAccount(spans, now);
      if ("none" in payable) return [];
      if ("wait_until" in payable) {
        const last = spans.find((span) => span.replaced_at === null);
        return [{ household_id, name: last?.holder ?? "", rail: last?.rail ?? "cash", account: null, on_hold: true }];
      }
      const span = spans.find((one) => one.id === payable.pay);
      return span ? [this.opened(span)] : [];
    });
  }

  /** Rail and last four digits, and what waits: for screens. */
  async shown(household_ids: readonly string[], now: Date): Promise<ShownAccount[]> {
    const all = await history(this.sql, household_ids);
    return household_ids.flatMap((household_id): ShownAccount[] => {
      const spans = all.get(household_id) ?? [];
      const last = spans.find((span) => span.replaced_at === null);
      if (!last) return [];
      const shown = { household_id, rail: last.rail, last4: last.account_last4 };
      if (last.usable_from <= now) return [{ ...shown, waiting: null }];
      const payable = payableAccount(spans, now);
      const paid = "pay" in payable ? spans.find((span) => span.id === payable.pay) : undefined;
      const until_then = paid ? { rail: paid.rail, last4: paid.account_last4 } : null;
      return [{ ...shown, waiting: { usable_from: last.usable_from, until_then, set_by: last.set_by_name } }];
    });
  }

  private sealed(account: ReadyAccount): queries.NewAccount {
    const id = newId("hacct");
    const bank = account.rail === "bank_file" ? account : undefined;
    return {
      id,
      household_id: account.household_id,
      rail: account.rail,
      holder: account.holder,
      account_sealed: bank ? this.cipher.seal(bank.account, accountCell(id, account.household_id)) : null,
      account_last4: bank ? bank.account.slice(-4) : null,
      bank_system: bank?.bank.system ?? null,
      bank_member_id: bank?.bank.member_id ?? null,
      stripe_account_id: account.rail === "stripe" ? account.stripe_account_id : null,
      as_on_paper: wordNeeded(account),
    };
  }

  private opened(span: Span): PayoutAccount {
    return {
      household_id: span.household_id,
      name: span.holder,
      rail: span.rail,
      account: span.account_sealed
        ? this.cipher.open(span.account_sealed, accountCell(span.id, span.household_id))
        : null,
      ...(span.bank_system && span.bank_member_id
        ? { bank: { system: span.bank_system, member_id: span.bank_member_id } }
        : {}),
      ...(span.stripe_account_id ? { stripe_account_id: span.stripe_account_id } : {}),
      ...(span.as_on_paper ? { as_on_paper: true } : {}),
    };
  }

  private isSame(span: Span, account: ReadyAccount): boolean {
    const stands = this.opened(span);
    if (stands.rail !== account.rail || stands.name !== account.holder) return false;
    if (account.rail === "bank_file") {
      return (
        stands.account === account.account &&
        stands.bank?.member_id === account.bank.member_id &&
        span.as_on_paper === wordNeeded(account)
      );
    }
    return account.rail === "cash" || stands.stripe_account_id === account.stripe_account_id;
  }
}

/** What is wrong with the numbers of an account, whoever brings it: a form, the API, a register. */
function numberFault(account: ReadyAccount): Refusal | null {
  return account.rail === "bank_file" ? accountNumberFault(account) : null;
}

/** Whether only somebody's word lets these numbers pass: it is kept with the account, and asked of nobody else. */
function wordNeeded(account: ReadyAccount): boolean {
  return account.rail === "bank_file" && accountNumberFault({ ...account, as_on_paper: false }) !== null;
}

async function lockHousehold(tx: Transaction, household_id: string): Promise<boolean> {
  const found = await row(tx, `select 1 from household where id = ? and deleted_at is null for no key update`, [
    household_id,
  ]);
  return found !== undefined;
}

/** Accounts of each household, newest first, but those that were called off. */
async function history(sql: Knex | Transaction, household_ids: readonly string[]): Promise<Map<string, Span[]>> {
  const found = await rows<Span>(
    sql,
    `select a.id, a.household_id, a.rail, a.holder, a.account_sealed, a.account_last4, a.bank_system, a.bank_member_id,
            a.stripe_account_id, a.as_on_paper, a.created_at as set_at, a.usable_from, a.replaced_at, a.old_stops, a.set_by_name
     from unnest(?::text[]) as h(id) cross join lateral (
       select * from household_account where household_id = h.id and called_off_at is null
       order by created_at desc, id desc limit ${MAX_HISTORY}) a`,
    [household_ids],
  );
  const each = new Map<string, Span[]>();
  for (const span of found) each.set(span.household_id, [...(each.get(span.household_id) ?? []), span]);
  return each;
}
