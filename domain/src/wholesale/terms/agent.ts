import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import type { ReversedRow } from "../../settlement/late-refund";
import { FULL_BP, type WaterfallRow } from "../../settlement/waterfall";

// Who brought an order, and what they earn of it (docs: adr, wholesale). The commission itself is a row of the waterfall
// (`agent_commission`, of the same net as every fee), and goes back with a refund by `lateRefund`: neither is reckoned here again.

/** An agent's link is remembered for so long; a code counts when it is typed. */
export const LINK_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/** Something that may say who brought an order. */
export interface AgentLead {
  readonly agent_id: string;
  readonly by: "code" | "link";
  readonly at: Date;
}

/**
 * Who brought an order of these leads: a code that was typed for it, else the last link followed in the last 30 days. The newest counts, of
 * two at one moment the first by id. Null: nobody did.
 */
export function leadThatCounts(leads: readonly AgentLead[], now: Date): AgentLead | null {
  const oldest = now.getTime() - LINK_DAYS * MS_PER_DAY;
  const counting = leads.filter((one) => one.at <= now && (one.by === "code" || one.at.getTime() > oldest));
  const sorted = counting.sort(
    (a, b) =>
      Number(b.by === "code") - Number(a.by === "code") ||
      b.at.getTime() - a.at.getTime() ||
      compareText(a.agent_id, b.agent_id),
  );
  return sorted[0] ?? null;
}

export interface CommissionInput {
  readonly agent: {
    readonly agent_id: string;
    readonly active: boolean;
    /** What was agreed with this agent, basis points. */
    readonly rate_bp: number;
    /** Who stands behind it. */
    readonly person: string;
  };
  /** Members of the company that buys. */
  readonly buyers: readonly string[];
  /** Of the fee policy that is frozen on the line: the most that its cooperative gives an agent. */
  readonly policy_agent_bp: number;
}

export type CommissionRefusal = Refusal<"agent_inactive" | "own_company" | "invalid_rate">;

/** What is frozen on a line when it is sold; it goes into the waterfall's policy in the place of its own `agent_bp`. */
export interface FrozenCommission {
  readonly agent_id: string;
  readonly agent_bp: number;
}

/**
 * The commission of a line, frozen at sale: what was agreed with the agent, at most what the cooperative's policy gives one; a rate that
 * changes later changes no order. Refuses an agent who has stopped, who belongs to the company that buys, and a rate that is none: then
 * the order is sold all the same, without a commission.
 */
export function freezeCommission(input: CommissionInput): Result<FrozenCommission, CommissionRefusal> {
  const { agent, policy_agent_bp } = input;
  if (!isRate(agent.rate_bp) || !isRate(policy_agent_bp))
    return refuse("invalid_rate", `A rate is 0 to ${FULL_BP} basis points.`, "rate_bp");
  if (!agent.active)
    return refuse("agent_inactive", "This agent brings no orders any more. You can order without the code.", "code");
  if (input.buyers.includes(agent.person))
    return refuse(
      "own_company",
      "Nobody earns on the orders of their own company. You can order without the code.",
      "code",
    );
  return ok({ agent_id: agent.agent_id, agent_bp: Math.min(agent.rate_bp, policy_agent_bp) });
}

/** The rate a line is divided by: without an agent nobody gets a commission, whatever the policy would give one. */
export function commissionRate(frozen: FrozenCommission | null): number {
  return frozen?.agent_bp ?? 0;
}

function isRate(bp: number): boolean {
  return Number.isInteger(bp) && bp >= 0 && bp <= FULL_BP;
}

/** One line that an agent brought, as the books say it. */
export interface AgentLine {
  /** The rows of its waterfall once it is divided; null while it is not. */
  readonly rows: readonly Pick<WaterfallRow, "account" | "amount_minor">[] | null;
  /** What went back of its commission with refunds since. */
  readonly reversed: readonly Pick<ReversedRow, "account" | "amount_minor">[];
  /** Before it is divided: what the waterfall would give now. */
  readonly expected_minor: bigint;
}

export interface AgentEarnings {
  /** Divided, minor units. */
  readonly earned_minor: bigint;
  /** Gone back with refunds. */
  readonly reversed_minor: bigint;
  readonly paid_minor: bigint;
  /** earned - reversed - paid; below zero: paid too early, taken off what comes next. */
  readonly payable_minor: bigint;
  /** Of goods still on their way: not earned yet. */
  readonly expected_minor: bigint;
}

/** What an agent reads of their money, in one currency. A payout is of what is payable, never of what is expected. */
export function agentEarnings(lines: readonly AgentLine[], paid_minor: bigint): AgentEarnings {
  let earned_minor = 0n;
  let reversed_minor = 0n;
  let expected_minor = 0n;
  for (const line of lines) {
    if (line.rows === null) expected_minor += line.expected_minor;
    else earned_minor += commissionIn(line.rows);
    reversed_minor += commissionIn(line.reversed);
  }
  const payable_minor = earned_minor - reversed_minor - paid_minor;
  return { earned_minor, reversed_minor, paid_minor, payable_minor, expected_minor };
}

function commissionIn(rows: readonly { readonly account: string; readonly amount_minor: bigint }[]): bigint {
  return rows.reduce((sum, row) => (row.account === "agent_commission" ? sum + row.amount_minor : sum), 0n);
}
