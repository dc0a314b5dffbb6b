import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";

/** Where the buyers' money of a period went, in the order in which it is shown. */
export const MONEY_USES = [
  "households",
  "reserve",
  "freight",
  "packing",
  "cooperative",
  "platform",
  "agent",
  "tax",
  "refunds",
  "price_pools",
  "claims",
  "other",
] as const;
export type MoneyUse = (typeof MONEY_USES)[number];

/** Account of a divided line -> use. What is not named is shown as other, never left out. */
const USE_OF_ACCOUNT: Readonly<Record<string, MoneyUse>> = {
  freight: "freight",
  packing: "packing",
  cooperative_fee: "cooperative",
  platform_fee: "platform",
  agent_commission: "agent",
  tax: "tax",
  buyer_refund: "refunds",
  buyer: "refunds",
  price_pool: "price_pools",
  // What goods that came back bring is for those who bore their claim.
  returned_goods: "claims",
};

/** What is taken of a household for goods that were bad, and given back. */
const CLAIM_RULES: ReadonlySet<string> = new Set(["claim", "clawback", "clawback_returned"]);

/** Kept back, and given back: what a period gives back of earlier ones is below zero. */
const RESERVE: ReadonlySet<string> = new Set(["holdback_bp", "holdback_released"]);

export interface PeriodMoney {
  /** What buyers paid for the lines of the period. */
  readonly paid_minor: bigint;
  readonly grams: bigint;
  /** Rows of those lines that are no household's, by account. */
  readonly rows: readonly { readonly account: string; readonly amount_minor: bigint }[];
  /** Lines of the households' statements; `of_sale`: a share of one of those lines. */
  readonly lines: readonly {
    readonly kind: string;
    readonly rule: string;
    readonly of_sale: boolean;
    readonly amount_minor: bigint;
  }[];
}

export interface PeriodTotals {
  readonly grams: bigint;
  readonly sales_minor: bigint;
  /** What households got beside these sales: out of price pools, advances, a refund of the year. May be below zero. */
  readonly beside_minor: bigint;
  readonly income_minor: bigint;
  /** Only those with an amount; together they are the income. */
  readonly uses: readonly { readonly use: MoneyUse; readonly amount_minor: bigint }[];
  /** income - uses: 0, or something was booked that no statement says. */
  readonly difference_minor: bigint;
}

/**
 * The money of a period: income = what buyers paid + what came beside; use = what each of those got. Households have what
 * their statements say: shares, less what was kept back (reserve), claims, and other deductions.
 */
export function periodTotals(money: PeriodMoney): PeriodTotals {
  const used = new Map<MoneyUse, bigint>();
  const add = (use: MoneyUse, amount: bigint) => used.set(use, (used.get(use) ?? 0n) + amount);
  let beside = 0n;
  for (const { account, amount_minor } of money.rows) add(USE_OF_ACCOUNT[account] ?? "other", amount_minor);
  for (const { kind, rule, of_sale, amount_minor } of money.lines) {
    if (kind === "brought_forward") continue;
    if (kind === "sale") {
      add("households", amount_minor);
      if (!of_sale) beside += amount_minor;
    } else if (kind === "advance") {
      add("households", -amount_minor);
      beside -= amount_minor;
    } else {
      add("households", -amount_minor);
      add(RESERVE.has(rule) ? "reserve" : CLAIM_RULES.has(rule) ? "claims" : "other", amount_minor);
    }
  }
  const income_minor = money.paid_minor + beside;
  const uses = MONEY_USES.flatMap((use) => {
    const amount_minor = used.get(use) ?? 0n;
    return amount_minor === 0n ? [] : [{ use, amount_minor }];
  });
  const spent = uses.reduce((sum, one) => sum + one.amount_minor, 0n);
  return {
    grams: money.grams,
    sales_minor: money.paid_minor,
    beside_minor: beside,
    income_minor,
    uses,
    difference_minor: income_minor - spent,
  };
}

/** A divided line whose lots came from several villages. */
export interface MixedLine {
  readonly id: string;
  /** Each village's part by weight, and what its households got of the line. */
  readonly villages: readonly { readonly village: string; readonly grams: bigint; readonly shares_minor: bigint }[];
  readonly rows: readonly { readonly account: string; readonly amount_minor: bigint }[];
}

/**
 * What of a line each village's board shows: its households' shares as they are, every other row by weight (largest
 * remainder, ties by village), and as paid what these come to. Together exactly the line. A line without weight is the
 * first village's, by id.
 */
export function splitByVillage(line: MixedLine): {
  readonly village: string;
  readonly paid_minor: bigint;
  readonly rows: { account: string; amount_minor: bigint }[];
}[] {
  const villages = [...line.villages].sort((a, b) => compareText(a.village, b.village));
  const weightless = villages.every((one) => one.grams === 0n);
  const weights = villages.map((one, at) => (weightless && at === 0 ? 1n : one.grams));
  const parts = line.rows.map(({ account, amount_minor }) => {
    const sign = amount_minor < 0n ? -1n : 1n;
    const shares = apportion(
      sign * amount_minor,
      weights,
      villages.map((one) => one.village),
      compareText,
    );
    return { account, shares: shares.map((share) => sign * share) };
  });
  return villages.map(({ village, shares_minor }, at) => {
    const rows = parts.map(({ account, shares }) => ({ account, amount_minor: shares[at] ?? 0n }));
    const paid_minor = rows.reduce((sum, row) => sum + row.amount_minor, shares_minor);
    return { village, paid_minor, rows };
  });
}
