import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Statement } from "../household/data.server";
import { MoneyBar, type MoneyPart } from "../ui/MoneyBar";
import type { DryRun } from "./data.server";

const PART: Record<DryRun["went"][number]["parts"][number]["account"], string> = {
  households: "household",
  cooperative_fee: "cooperative",
  packing: "packing",
  platform_fee: "platform",
  agent_commission: "agent",
  freight: "freight",
  tax: "tax",
  buyer_refund: "refund",
  price_pool: "available",
  returned_goods: "lost",
};

/** Where what buyers paid in a period went. */
export function MoneyWent({ went }: { went: DryRun["went"] }) {
  const t = useTranslations("dryRun");
  const f = useFormats();
  return went.map((one) => (
    <MoneyBar
      key={one.currency}
      currency={one.currency}
      caption={t("wentOf", { amount: f.moneyInWords(one.paid_minor, one.currency) })}
      rows={one.parts.map(({ account, amount_minor }) => ({
        key: account,
        part: PART[account],
        label: t(`accounts.${account}`),
        amount_minor,
      }))}
    />
  ));
}

/** By the clause of the policy that took it. */
const PART_OF_RULE = {
  tax: "tax",
  refund: "refund",
  freight: "freight",
  freight_borne: "freight",
  freight_left: "cooperative",
  packing: "packing",
  packing_borne: "packing",
  platform_bp: "platform",
  cooperative_bp: "cooperative",
  fixed_margin: "cooperative",
  agent_bp: "agent",
} as const;
const LABEL = {
  tax: "tax",
  refund: "buyer_refund",
  freight: "freight",
  packing: "packing",
  platform: "platform_fee",
  cooperative: "cooperative_fee",
  agent: "agent_commission",
} as const;

/** For a household: where what buyers paid for the orders with its goods went; itself first, then those who shared an order. */
export function MoneyOfStatement({ statement }: { statement: Statement }) {
  const t = useTranslations("dryRun");
  const f = useFormats();
  const parts = new Map<keyof typeof LABEL, number>();
  const orders = new Map<string, NonNullable<Statement["lines"][number]["of_line"]>>();
  let mine = 0;
  for (const line of statement.lines) {
    if (line.kind !== "sale" || line.of_line === null) continue;
    mine += line.amount_minor;
    if (line.order_line_id !== null) orders.set(line.order_line_id, line.of_line);
  }
  let paid = 0;
  for (const of of orders.values()) {
    paid += of.paid_minor;
    for (const { rule, amount_minor } of of.deductions) {
      const part = isRule(rule) ? PART_OF_RULE[rule] : "cooperative";
      parts.set(part, (parts.get(part) ?? 0) + amount_minor);
    }
  }
  if (paid === 0) return null;
  const others = paid - mine - [...parts.values()].reduce((sum, amount) => sum + amount, 0);
  const rows: MoneyPart[] = [
    { key: "mine", part: "household", label: t("mine"), amount_minor: mine },
    ...(others === 0 ? [] : [{ key: "others", part: "left", label: t("others"), amount_minor: others }]),
    ...[...parts].map(([part, amount_minor]) => ({
      key: part,
      part,
      label: t(`accounts.${LABEL[part]}`),
      amount_minor,
    })),
  ];
  const caption = t("wentOf", { amount: f.moneyInWords(paid, statement.currency) });
  return (
    <section className="stack">
      <h2>{t("went")}</h2>
      <MoneyBar rows={rows} currency={statement.currency} caption={caption} />
    </section>
  );
}

function isRule(rule: string): rule is keyof typeof PART_OF_RULE {
  return rule in PART_OF_RULE;
}
