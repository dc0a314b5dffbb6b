import {
  accountNumberFault,
  accountUsableFrom,
  agentAccountMail,
  ok,
  payableAccount,
  refuse,
  spanBefore,
  usableWhenRestored,
  type AccountSpan,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { z } from "zod";
import { readEnv } from "../../env";
import type { Cipher } from "../../lib/cipher";
import { groupBy } from "../../lib/group-by";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { dayIn, HOME_TZ, timeIn } from "../../lib/today";
import type { Agent } from "./agents";
import type { CompanyMails } from "./companies/company-mails";

/** Accounts of one agent that are looked at: the last of very many changes decide. */
const MAX_HISTORY = 50;

/** As a household's by bank file (cooperative `accountInput`). */
export const agentAccountInput = z.strictObject({
  holder: z.string().trim().min(1).max(70),
  account: z.string().regex(/^[0-9A-Z]{5,34}$/, "an account number has 5 to 34 digits or letters"),
  bank: z.strictObject({
    system: z.string().regex(/^[A-Z0-9]{1,5}$/),
    // Left empty it is refused after the account's own number: whoever mistyped an IBAN is told that first.
    member_id: z.string().regex(/^[A-Za-z0-9]{0,35}$/),
  }),
  /** Both numbers were compared with the bank's paper. */
  as_on_paper: z.boolean().default(false),
});
export type AgentAccountInput = z.output<typeof agentAccountInput>;

/** What pages show: never more than the last four characters. */
interface ShownAgentAccount {
  holder: string;
  last4: string;
  /** While the account set last waits: from when it is paid to, and what is paid to until then (null: nothing). */
  waiting: { usable_from: Date; until_then: string | null } | null;
}

/** Where commission goes, with the number: for who pays it. */
interface PayableAgentAccount {
  agent_id: string;
  name: string;
  account: string | null;
  bank?: { system: string; member_id: string };
  as_on_paper?: boolean;
  on_hold?: boolean;
}

/** Where a payment that is approved now would go, without the number: the account that is in force, or why there is none. */
type AccountInForce = { holder: string; last4: string } | { none: "no_account" | "account_on_hold" };

interface Span extends AccountSpan {
  agent_id: string;
  holder: string;
  account_sealed: string;
  account_last4: string;
  bank_system: string;
  bank_member_id: string;
  as_on_paper: boolean;
}

type AgentToTell = Pick<Agent, "id" | "email" | "name" | "language">;

const cellOf = (id: string, agent_id: string): string => `agent_account:${id}:${agent_id}`;
const NOT_WAITING = refuse(
  "no_account_waiting",
  "No change of account is waiting: it is in force already, or was called off.",
);

/**
 * Where agents' money goes, by the rules of households' accounts: none is edited, another takes its place, and one that takes the place of
 * another waits 72 hours, of which the agent hears by mail.
 */
export class AgentBank {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly mails: CompanyMails,
  ) {}

  /** Whether these numbers can be an account's. */
  check(account: AgentAccountInput): Result<null, Refusal> {
    const wrong = accountNumberFault(account);
    return wrong ? { ok: false, refusal: wrong } : ok(null);
  }

  async hasOne(agent_id: string): Promise<boolean> {
    return (
      (await row(this.sql, `select 1 from agent_account where agent_id = ? and called_off_at is null limit 1`, [
        agent_id,
      ])) !== undefined
    );
  }

  /** The same account again changes nothing and starts no new wait. `old_stops`: nothing is paid to the old one any more either. */
  change(input: {
    agent: AgentToTell;
    account: AgentAccountInput;
    old_stops: boolean;
    now: Date;
  }): Promise<Result<{ usable_from: Date; repeated: boolean }, Refusal>> {
    const { agent, account, now } = input;
    const checked = this.check(account);
    if (!checked.ok) return Promise.resolve(checked);
    return inTransaction(this.sql, async (tx) => {
      await lockAgent(tx, agent.id);
      const spans = (await history(tx, [agent.id])).get(agent.id) ?? [];
      const last = spans.find((span) => span.replaced_at === null);
      if (last && this.isSame(last, account) && last.old_stops === input.old_stops)
        return ok({ usable_from: last.usable_from, repeated: true });
      const replaces = spans.length > 0;
      const usable_from = accountUsableFrom(now, { replaces });
      await rows(tx, `update agent_account set replaced_at = ? where agent_id = ? and replaced_at is null`, [
        now,
        agent.id,
      ]);
      const id = newId("aacct");
      await rows(
        tx,
        `insert into agent_account (id, agent_id, holder, account_sealed, account_last4, bank_system, bank_member_id, as_on_paper, created_at, usable_from, old_stops)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          ...[id, agent.id, account.holder, this.cipher.seal(account.account, cellOf(id, agent.id))],
          ...[account.account.slice(-4), account.bank.system, account.bank.member_id, wordNeeded(account)],
          ...[now, usable_from, input.old_stops && replaces],
        ],
      );
      await this.tell_(tx, agent, account.account.slice(-4), usable_from);
      return ok({ usable_from, repeated: false });
    });
  }

  /** Calls a waiting change off: the one directly before stands again; where its own wait ran out meanwhile it waits anew. */
  callOff(agent: AgentToTell, now: Date): Promise<Result<null, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockAgent(tx, agent.id);
      const spans = (await history(tx, [agent.id])).get(agent.id) ?? [];
      const last = spans.find((span) => span.replaced_at === null);
      if (!last || last.usable_from <= now) return NOT_WAITING;
      await rows(tx, `update agent_account set replaced_at = ?, called_off_at = ? where id = ?`, [now, now, last.id]);
      const before = spanBefore(spans, last.id);
      if (!before) return ok(null);
      const usable_from = usableWhenRestored(before, now);
      await rows(tx, `update agent_account set replaced_at = null, usable_from = ? where id = ?`, [
        usable_from,
        before.id,
      ]);
      if (usable_from.getTime() !== before.usable_from.getTime())
        await this.tell_(tx, agent, before.account_last4, usable_from);
      return ok(null);
    });
  }

  async shown(agent_id: string, now: Date): Promise<ShownAgentAccount | null> {
    const spans = (await history(this.sql, [agent_id])).get(agent_id) ?? [];
    const last = spans.find((span) => span.replaced_at === null);
    if (!last) return null;
    const { holder, account_last4: last4, usable_from } = last;
    if (usable_from <= now) return { holder, last4, waiting: null };
    const payable = payableAccount(spans, now);
    const paid = "pay" in payable ? spans.find((span) => span.id === payable.pay) : undefined;
    return { holder, last4, waiting: { usable_from, until_then: paid?.account_last4 ?? null } };
  }

  /** Where the money of these agents goes at `now`; one without an account is left out, one that waits is on hold. */
  async payable(agent_ids: readonly string[], now: Date): Promise<PayableAgentAccount[]> {
    const all = await history(this.sql, agent_ids);
    return [...new Set(agent_ids)].flatMap((agent_id): PayableAgentAccount[] => {
      const spans = all.get(agent_id) ?? [];
      const payable = payableAccount(spans, now);
      if ("none" in payable) return [];
      if ("wait_until" in payable) return [{ agent_id, name: spans[0]?.holder ?? "", account: null, on_hold: true }];
      const span = spans.find((one) => one.id === payable.pay);
      return span ? [this.opened(span)] : [];
    });
  }

  /** What an approver is shown of where the money of these agents goes at `now`, by agent: as `payable` decides it. */
  async inForce(agent_ids: readonly string[], now: Date): Promise<Map<string, AccountInForce>> {
    const all = await history(this.sql, agent_ids);
    return new Map(
      agent_ids.map((agent_id): [string, AccountInForce] => {
        const spans = all.get(agent_id) ?? [];
        const payable = payableAccount(spans, now);
        if ("wait_until" in payable) return [agent_id, { none: "account_on_hold" }];
        const span = "pay" in payable ? spans.find((one) => one.id === payable.pay) : undefined;
        return [agent_id, span ? { holder: span.holder, last4: span.account_last4 } : { none: "no_account" }];
      }),
    );
  }

  private opened(span: Span): PayableAgentAccount {
    return {
      agent_id: span.agent_id,
      name: span.holder,
      account: this.cipher.open(span.account_sealed, cellOf(span.id, span.agent_id)),
      bank: { system: span.bank_system, member_id: span.bank_member_id },
      ...(span.as_on_paper ? { as_on_paper: true } : {}),
    };
  }

  private isSame(span: Span, account: AgentAccountInput): boolean {
    const stands = this.opened(span);
    return (
      stands.name === account.holder &&
      stands.account === account.account &&
      span.bank_system === account.bank.system &&
      span.bank_member_id === account.bank.member_id &&
      span.as_on_paper === wordNeeded(account)
    );
  }

  private async tell_(tx: Transaction, agent: AgentToTell, last4: string, usable_from: Date): Promise<void> {
    const { language } = agent;
    const mail = agentAccountMail({
      language,
      last4,
      from: `${dayIn(HOME_TZ, usable_from)} ${timeIn(HOME_TZ, usable_from)}`,
      link: new URL(`/${language}/agent`, readEnv().STOREFRONT_URL).toString(),
    });
    await this.mails.queueAgent_(tx, agent.id, { to: agent.email, ...mail });
  }
}

/** Whether only somebody's word lets these numbers pass: it is kept with the account. */
function wordNeeded(account: AgentAccountInput): boolean {
  return accountNumberFault({ ...account, as_on_paper: false }) !== null;
}

async function lockAgent(tx: Transaction, agent_id: string): Promise<void> {
  await rows(tx, `select 1 from agent where id = ? for no key update`, [agent_id]);
}

/** Accounts of each agent, newest first, but those that were called off. */
async function history(sql: Sql, agent_ids: readonly string[]): Promise<Map<string, Span[]>> {
  const found = await rows<Span>(
    sql,
    `select a.id, a.agent_id, a.holder, a.account_sealed, a.account_last4, a.bank_system, a.bank_member_id, a.as_on_paper, a.created_at as set_at,
       a.usable_from, a.replaced_at, a.old_stops
     from unnest(?::text[]) as g(id) cross join lateral (
       select * from agent_account where agent_id = g.id and called_off_at is null order by created_at desc, id desc limit ${MAX_HISTORY}) a`,
    [[...new Set(agent_ids)]],
  );
  return groupBy(found, (span) => span.agent_id);
}
