import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { BEARERS } from "../quote/words";
import { Input, Select, TextArea, type Problem } from "../ui/Field";
import { MAX_STEPS, RULES, STEP_ROWS } from "./words";

export interface Good {
  readonly product_id: string;
  readonly variant_id: string;
  /** Product and pack, in the reader's language. */
  readonly name: string;
  readonly hint?: string | undefined;
}

interface Shown {
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[] | undefined;
}

/** The terms of an agreement: goods with their price or its steps, season, notice, freight. One form at both sides. */
export function AgreementForm({
  goods,
  currency,
  intent,
  button,
  typed,
  problems,
  children,
}: Shown & {
  goods: readonly Good[];
  /** As its unit is written beside a field. */
  currency: string;
  intent: string;
  button: string;
  children?: ReactNode;
}) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const field = (name: string) => ({ name, defaultValue: typed[name], problems });
  return (
    <form method="post" className="stack" noValidate>
      {children}
      <fieldset className="stack" id="lines">
        <legend>{q("goods")}</legend>
        {goods.length === 0 ? <p className="panel">{q("noProducts")}</p> : null}
        {goods.map((good) => (
          <GoodFields key={good.variant_id} good={good} currency={currency} typed={typed} problems={problems} />
        ))}
      </fieldset>
      <div className="fields two">
        <Input {...field("from_day")} label={t("fromDay")} type="date" required />
        <Input {...field("to_day")} label={t("toDay")} type="date" required />
        <Input
          {...field("minimum_packs")}
          label={t("minimumPacks")}
          hint={t("minimumHint")}
          inputMode="numeric"
          autoComplete="off"
        />
        <Input {...field("notice_days")} label={t("noticeDays")} inputMode="numeric" autoComplete="off" />
        <Input
          {...field("freight")}
          label={t("freightIn", { currency })}
          hint={t("freightHint")}
          inputMode="decimal"
          autoComplete="off"
        />
        <Select {...field("shortfall")} label={t("shortfall")}>
          {RULES.map((rule) => (
            <option key={rule} value={rule}>
              {t(`rules.${rule}`)}
            </option>
          ))}
        </Select>
        <Input
          {...field("compensation")}
          label={t("compensationPercent")}
          hint={t("compensationHint")}
          inputMode="decimal"
          autoComplete="off"
        />
        <Input
          {...field("compensation_cap")}
          label={t("compensationCap")}
          hint={t("compensationCapHint")}
          inputMode="decimal"
          autoComplete="off"
        />
        <Select {...field("bearer")} label={q("gap")} hint={q("gapHint")}>
          {BEARERS.map((bearer) => (
            <option key={bearer} value={bearer}>
              {q(`bearers.${bearer}`)}
            </option>
          ))}
        </Select>
        <Input {...field("percent")} label={q("percent")} inputMode="numeric" autoComplete="off" />
        <Input {...field("cap")} label={q("cap")} hint={q("capHint")} inputMode="numeric" autoComplete="off" />
      </div>
      <TextArea {...field("words")} label={q("words")} hint={t("wordsHint")} rows={4} maxLength={2000} />
      <p>
        <button className="button" name="intent" value={intent}>
          {button}
        </button>
      </p>
    </form>
  );
}

function GoodFields({ good, currency, typed, problems }: Shown & { good: Good; currency: string }) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const name = `${good.product_id}:${good.variant_id}`;
  const steps = Array.from({ length: MAX_STEPS - 1 }, (_, at) => at + 2).filter(
    (step) => step <= STEP_ROWS || typed[`from${step}:${name}`] !== undefined,
  );
  const stepped = steps.some((step) => (typed[`from${step}:${name}`] ?? "") !== "");
  const wrong = problems?.some((one) => /^(from|price)\d/.test(one.field) && one.field.endsWith(`:${name}`)) === true;
  const of = (kind: string) => problems?.some((one) => one.field === `${kind}:${name}`) === true;
  return (
    <div className="panel stack-s">
      <p>
        <strong>{good.name}</strong> {good.hint === undefined ? null : <span className="muted">{good.hint}</span>}
      </p>
      <div className="fields two">
        <Input
          name={`packs:${name}`}
          label={t("packsOf", { good: good.name })}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed[`packs:${name}`]}
          problems={problems}
        />
        <Input
          name={`price:${name}`}
          label={q("priceOfPack", { currency })}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed[`price:${name}`]}
          problems={problems}
        />
      </div>
      <details open={(typed[`share:${name}`] ?? "") !== "" || of("share")}>
        <summary>{t("share")}</summary>
        <p className="muted">{t("shareLead")}</p>
        <Input
          name={`share:${name}`}
          label={t("sharePercent", { good: good.name })}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed[`share:${name}`]}
          problems={problems}
        />
      </details>
      <details open={stepped || wrong}>
        <summary>{t("steps")}</summary>
        <p className="muted">{t("stepsLead")}</p>
        {steps.map((step) => (
          <div key={step} className="fields two">
            <Input
              name={`from${step}:${name}`}
              label={t("stepFrom", { step })}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={typed[`from${step}:${name}`]}
              problems={problems}
            />
            <Input
              name={`price${step}:${name}`}
              label={t("stepPrice", { step, currency })}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={typed[`price${step}:${name}`]}
              problems={problems}
            />
          </div>
        ))}
      </details>
    </div>
  );
}
