import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { DryRun } from "./data.server";

const RULES = ["holdback_bp", "claim", "clawback", "clawback_returned"] as const;

/** What is taken off, each with its rule; advances beside. */
export function DeductionsOf({ one }: { one: DryRun["rows"][number] }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const money = (amount: number) => f.money(amount, one.currency);
  const parts = [
    ...one.deductions.map(({ rule, amount_minor }) => ({ rule, amount_minor })),
    ...(one.advances_minor === 0 ? [] : [{ rule: "advances", amount_minor: one.advances_minor }]),
  ];
  if (parts.length === 0) return <>{money(0)}</>;
  return (
    <span className="stack-s">
      {parts.map(({ rule, amount_minor }) => {
        const known = RULES.find((name) => name === rule);
        return (
          <span key={rule} className="block">
            {known === undefined ? (rule === "advances" ? t("advances") : rule) : t(`rules.${known}`)}{" "}
            {money(-amount_minor)}
          </span>
        );
      })}
    </span>
  );
}
