import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";
import { useFormats } from "../../lib/formats";

/** The minimum and the steps of one pack, as a form sets them; `children` says what holds beside them. */
export function PackLadder({
  at,
  title,
  currency,
  version,
  rows,
  was,
  problems,
  minimumHint,
  children,
}: {
  at: number;
  title: string;
  currency: string;
  version: number;
  rows: number;
  was: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
  minimumHint?: string | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("companyPrices");
  const f = useFormats();
  return (
    <fieldset className="panel stack-s">
      <legend>{title}</legend>
      <input type="hidden" name={`seen_${at}`} value={was[`seen_${at}`] ?? version} />
      {children}
      <Input
        name={`minimum_${at}`}
        label={t("minimum")}
        hint={minimumHint}
        inputMode="numeric"
        defaultValue={was[`minimum_${at}`]}
        problems={problems}
      />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="fields two">
          {row === 0 ? (
            <p>{t("fromFirst")}</p>
          ) : (
            <Input
              name={`from_${at}_${row}`}
              label={t("from", { step: row + 1 })}
              inputMode="numeric"
              defaultValue={was[`from_${at}_${row}`]}
              problems={problems}
            />
          )}
          <Input
            name={`price_${at}_${row}`}
            label={t("price", { step: row + 1, currency: f.currency(currency) })}
            inputMode="decimal"
            defaultValue={was[`price_${at}_${row}`]}
            problems={problems}
          />
        </div>
      ))}
    </fieldset>
  );
}
