import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { DryRun } from "./data.server";

/** What is taken off, each with its rule; advances beside. */
export function DeductionsOf({ one }: { one: DryRun["rows"][number] }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, one.currency);
  const parts = [
    ...one.deductions.map(({ rule, amount_minor }) => ({ key: rule.name, words: rule[path], amount_minor })),
    ...(one.advances_minor === 0 ? [] : [{ key: "advances", words: t("advances"), amount_minor: one.advances_minor }]),
  ];
  if (parts.length === 0) return <>{money(0)}</>;
  return (
    <span className="stack-s">
      {parts.map(({ key, words, amount_minor }) => (
        <span key={key} className="block">
          {words} {money(-amount_minor)}
        </span>
      ))}
    </span>
  );
}
