import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { OneStatement } from "../statement/data.server";
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

/** For a household: where what buyers paid for its goods went, itself first. */
export function MoneyOfStatement({ statement }: { statement: OneStatement }) {
  const t = useTranslations("dryRun");
  const f = useFormats();
  const sold = statement.lots.filter((lot) => lot.deductions.length > 0);
  const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
  const paid = sum(sold.map((lot) => lot.bought_minor));
  if (paid === 0) return null;
  const parts = new Map<keyof typeof LABEL, number>();
  for (const { rule, amount_minor } of sold.flatMap((lot) => lot.deductions)) {
    const part = isRule(rule) ? PART_OF_RULE[rule] : "cooperative";
    parts.set(part, (parts.get(part) ?? 0) + amount_minor);
  }
  const rows: MoneyPart[] = [
    { key: "mine", part: "household", label: t("mine"), amount_minor: sum(sold.map((lot) => lot.share_minor)) },
    ...[...parts].map(([part, amount_minor]) => ({
      key: part,
      part,
      label: t(`accounts.${LABEL[part]}`),
      amount_minor,
    })),
  ];
  return (
    <section className="stack">
      <h2>{t("went")}</h2>
      <MoneyBar
        rows={rows}
        currency={statement.currency}
        caption={t("wentOf", { amount: f.moneyInWords(paid, statement.currency) })}
      />
    </section>
  );
}

function isRule(rule: string): rule is keyof typeof PART_OF_RULE {
  return rule in PART_OF_RULE;
}
