import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";

const RULES = ["pro_rata", "equal", "fefo", "rotation"] as const;

/** By which rule: with the most of one household, the least useful share, and how long rotation remembers. */
export function RuleFields({
  unit,
  typed,
  problems,
}: {
  unit: "g" | "piece";
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("allocation");
  const amountHint = t(unit === "g" ? "inKg" : "inPieces");
  return (
    <div className="fields two">
      <Select name="rule" label={t("rule")} required defaultValue={typed.rule ?? ""} problems={problems}>
        <option value="">{t("choose")}</option>
        {RULES.map((rule) => (
          <option key={rule} value={rule}>
            {t(`rules.${rule}`)}
          </option>
        ))}
      </Select>
      <Input
        name="cap"
        label={t("cap")}
        hint={`${t("capHint")} ${amountHint}`}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={typed.cap}
        problems={problems}
      />
      <Input
        name="min_take"
        label={t("minTake")}
        hint={`${t("minTakeHint")} ${amountHint}`}
        inputMode="decimal"
        autoComplete="off"
        defaultValue={typed.min_take}
        problems={problems}
      />
      <Input
        name="season"
        label={t("season")}
        hint={t("seasonHint")}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={typed.season}
        problems={problems}
      />
    </div>
  );
}
