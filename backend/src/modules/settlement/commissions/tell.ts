import type { AgentMail, JobPayload } from "@commonlot/domain";
import { rows, type Sql, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import type { Outcome } from "../answers/match";
import type { PayeeColumns } from "../payout";

interface MailEntry {
  job: "agent-mail";
  payload: JobPayload<"agent-mail">;
  dedup_key: string;
}

const entryOf = (about: AgentMail, subject_id: string): MailEntry => ({
  job: "agent-mail",
  payload: { subject_id, about },
  dedup_key: `${about}:${subject_id}`,
});

/** Tells who brought a sale that it was divided, with the dividing itself: one mail an order, none where they have nothing of it. */
export async function tellEarned_(
  tx: Transaction,
  sale: { order_id: string; agent_id: string | null },
  divided: readonly { account: string; amount_minor: bigint }[],
): Promise<void> {
  if (sale.agent_id === null) return;
  const earned = divided.some((one) => one.account === "agent_commission" && one.amount_minor > 0n);
  if (earned) await append(tx, entryOf("earned", sale.order_id));
}

type OfAgent = Extract<PayeeColumns, { household_id: null }>;

/** What a bank's answers say to agents: their statement is paid, or is owed again. */
export function answeredToAgents(changed: readonly Pick<Outcome, "payee" | "state" | "reopened">[]): MailEntry[] {
  const agents = changed.flatMap(({ payee, ...one }) => (isAgents(payee) ? [{ ...one, payee }] : []));
  return agents.flatMap(({ payee, state, reopened }) => {
    if (reopened) return [entryOf("not_paid", payee.commission_statement_id)];
    return state === "paid" ? [entryOf("paid", payee.commission_statement_id)] : [];
  });
}

const isAgents = (payee: PayeeColumns): payee is OfAgent => payee.agent_id !== null;

/** What was divided to who brought an order, all its lines together; undefined where nobody brought it or nothing was. */
export async function earnedOfOrder(
  sql: Sql,
  order_id: string,
): Promise<{ agent_id: string; currency: string; amount_minor: bigint } | undefined> {
  const [found] = await rows<{ agent_id: string; currency: string; amount: string }>(
    sql,
    `select s.agent_id, s.currency, sum(r.amount_minor)::text as amount
     from sale s join sale_line l on l.sale_id = s.id join sale_line_row r on r.sale_line_id = l.id
     where s.order_id = ? and s.posted_at is not null and r.account = 'agent_commission' and r.party = s.agent_id
     group by s.id having sum(r.amount_minor) > 0`,
    [order_id],
  );
  if (!found) return undefined;
  const { amount, ...of } = found;
  return { ...of, amount_minor: BigInt(amount) };
}
