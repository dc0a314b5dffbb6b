import { useTranslations } from "use-intl";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../ui/Field";
import type { FeePolicies } from "./data.server";
import { usePercent } from "./TermsList";
import { FREIGHT_RULES, RELEASES, TAX_TREATMENTS } from "./words";

/** Proposes other rates. Begins with those of all goods; what was typed stays when it can't be. */
export function ProposeForm({
  found,
  form,
  was,
  problems,
}: {
  found: FeePolicies;
  form: Record<string, string>;
  was: Record<string, string> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("feePolicies");
  const percent = usePercent();
  const { currency, products, today } = found;
  const all = found.in_force.find((one) => one.product_id === null);
  const field = (name: string) => ({ name, defaultValue: (was ?? form)[name] ?? "", problems });
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="act" value="propose" />
      <ProblemSummary problems={problems} />
      <p className="note">{t("changeLead", { percent: percent(all?.platform_bp ?? 0) })}</p>
      <Select {...field("product_id")} label={t("product")} hint={t("productHint")}>
        <option value="">{t("allGoods")}</option>
        {products.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title}
          </option>
        ))}
      </Select>
      <div className="fields two">
        <Input {...field("cooperative")} label={t("cooperativeField")} hint={t("percentHint")} inputMode="decimal" />
        <Input {...field("agent")} label={t("agentField")} hint={t("percentHint")} inputMode="decimal" />
      </div>
      <Input {...field("packing")} label={t("packingField", { currency })} inputMode="decimal" />
      <Select {...field("freight_rule")} label={t("terms.freight")}>
        {FREIGHT_RULES.map((one) => (
          <option key={one} value={one}>
            {t(`freightNames.${one}`)}
          </option>
        ))}
      </Select>
      <ul className="small muted">
        {FREIGHT_RULES.map((one) => (
          <li key={one}>{t("named", { name: t(`freightNames.${one}`), says: t(`freightRules.${one}`) })}</li>
        ))}
      </ul>
      <Select {...field("tax_treatment")} label={t("terms.tax")}>
        {TAX_TREATMENTS.map((one) => (
          <option key={one} value={one}>
            {t(`taxTreatments.${one}`)}
          </option>
        ))}
      </Select>
      <Input {...field("holdback")} label={t("holdbackField")} hint={t("holdbackHint")} inputMode="decimal" />
      <div className="fields two">
        <Select {...field("holdback_release")} label={t("releaseField")}>
          {RELEASES.map((one) => (
            <option key={one} value={one}>
              {t(`releases.${one}`)}
            </option>
          ))}
        </Select>
        <Input {...field("holdback_days")} label={t("holdbackDaysField")} inputMode="numeric" />
      </div>
      <div className="fields two">
        <Input {...field("hold_days")} label={t("holdField")} inputMode="numeric" />
        <Input {...field("minimum")} label={t("minimumField", { currency })} inputMode="decimal" />
      </div>
      <div className="fields two">
        <Input {...field("from_day")} label={t("fromField")} type="date" min={today} />
        <Input {...field("until_day")} label={t("untilField")} hint={t("untilHint")} type="date" min={today} />
      </div>
      <TextArea {...field("reason")} label={t("reasonField")} hint={t("reasonHint")} rows={2} maxLength={1000} />
      <button className="button">{t("propose")}</button>
    </form>
  );
}
