import { waterfall } from "@commonlot/domain";
import type { FeePolicy } from "./data.server";
import type { Pack } from "./unit-price";

export type YuanPart =
  "household" | "cooperative" | "packing" | "platform" | "agent" | "freight" | "tax" | "refund" | "put_in";

export interface YuanRow {
  readonly part: YuanPart;
  readonly amount_minor: number;
}

/** Who gets a row, by the clause of the policy that gave it. */
const PART_OF: Record<string, YuanPart> = {
  share: "household",
  holdback_bp: "household",
  intake_price: "household",
  pool_proceeds: "household",
  fixed_margin: "cooperative",
  // Goods that came back once: whoever paid for them then.
  returned_proceeds: "cooperative",
  cooperative_bp: "cooperative",
  packing: "packing",
  // What the cooperative puts in takes that much off what the carrier and packing take from the buyer's money.
  freight_left: "cooperative",
  freight_borne: "freight",
  packing_borne: "packing",
  platform_bp: "platform",
  agent_bp: "agent",
  freight: "freight",
  tax: "tax",
  refund: "refund",
  // Below zero: a claim gave money back, and whoever bears it made the others whole.
  put_in: "put_in",
};
const ORDER: readonly YuanPart[] = [
  "household",
  "cooperative",
  "packing",
  "platform",
  "agent",
  "freight",
  "tax",
  "refund",
  "put_in",
];

/** Rows of a waterfall, summed by who gets them, households first. */
export function byPart(rows: readonly { rule: string; amount_minor: number | bigint }[]): YuanRow[] {
  return ORDER.map((part) => ({
    part,
    amount_minor: rows
      .filter((row) => PART_OF[row.rule] === part)
      .reduce((sum, row) => sum + Number(row.amount_minor), 0),
  })).filter((row) => row.amount_minor !== 0);
}

/** Where the price of one pack goes by today's fee policy, before freight; null when the policy can't divide it. */
export function whereYuanGoes(pack: Pack, policy: FeePolicy): YuanRow[] | null {
  const divided = waterfall({
    currency: pack.currency,
    paid_minor: pack.price_minor,
    tax_minor: pack.tax_minor,
    policy,
    lots: [{ lot: "pack", household: "households", grams: pack.grams }],
  });
  return divided.ok ? byPart(divided.value.rows) : null;
}
