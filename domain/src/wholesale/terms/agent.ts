import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { FULL_BP } from "../../settlement/waterfall";

// What who brought an order earns of it (docs: adr, wholesale). The commission itself is a row of the waterfall
// (`agent_commission`, of the same net as every fee), and goes back with a refund by `lateRefund`: neither is reckoned here again.

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

function isRate(bp: number): boolean {
  return Number.isInteger(bp) && bp >= 0 && bp <= FULL_BP;
}
