import { ok, type Result } from "../shared/result";
import { waterfall, type FeePolicy, type WaterfallRefusal } from "../settlement/waterfall";

/** What one pack brings each party at one step, in minor units; freight is the buyer's own and not in it. */
export interface StepShare {
  readonly step: number;
  readonly price_minor: bigint;
  readonly households_minor: bigint;
  readonly cooperative_minor: bigint;
  readonly platform_minor: bigint;
  readonly agent_minor: bigint;
  /** The tax in the price. */
  readonly tax_minor: bigint;
}

/**
 * A household's share before a cycle is published: the waterfall of one pack at each step, by the policy in force. Shares of a step sum
 * to its price. Refuses what the waterfall refuses: a price that packing alone eats up, say.
 */
export function simulateSteps(input: {
  readonly currency: string;
  readonly grams: number;
  readonly prices_minor: readonly bigint[];
  /** Of a price with its tax in it, in basis points on top of the untaxed price. */
  readonly tax_bp: number;
  readonly policy: FeePolicy;
}): Result<StepShare[], WaterfallRefusal> {
  const shares: StepShare[] = [];
  for (const [step, price_minor] of input.prices_minor.entries()) {
    const tax_minor = (price_minor * BigInt(input.tax_bp)) / BigInt(10_000 + input.tax_bp);
    const divided = waterfall({
      currency: input.currency,
      paid_minor: price_minor,
      tax_minor,
      policy: input.policy,
      lots: [{ lot: "lot", household: "household", grams: input.grams }],
    });
    if (!divided.ok) return divided;
    const sum = (...accounts: string[]) =>
      divided.value.rows.reduce(
        (total, one) => (accounts.includes(one.account) ? total + one.amount_minor : total),
        0n,
      );
    shares.push({
      step,
      price_minor,
      households_minor: sum("household_payable", "household_holdback"),
      cooperative_minor: sum("cooperative_fee", "packing"),
      platform_minor: sum("platform_fee"),
      agent_minor: sum("agent_commission"),
      tax_minor: sum("tax"),
    });
  }
  return ok(shares);
}
