import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";
import { WINDOWS } from "./words";

/** What somebody may spend alone, as it is typed; empty: no limit. */
export function LimitFields({
  currency,
  values,
  problems,
}: {
  currency: string;
  values: Partial<Record<"per_order" | "window" | "per_window", string>>;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("company");
  return (
    <>
      <input type="hidden" name="currency" value={currency} />
      <Input
        name="per_order"
        label={t("limitPerOrder", { currency })}
        inputMode="decimal"
        className="short"
        defaultValue={values.per_order}
        problems={problems}
      />
      <div className="fields two">
        <Select name="window" label={t("window")} defaultValue={values.window ?? ""} problems={problems}>
          <option value="">{t("noWindow")}</option>
          {WINDOWS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`windows.${kind}`)}
            </option>
          ))}
        </Select>
        <Input
          name="per_window"
          label={t("limitPerWindow", { currency })}
          inputMode="decimal"
          className="short"
          defaultValue={values.per_window}
          problems={problems}
        />
      </div>
    </>
  );
}
