import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, TextArea, type Problem } from "../ui/Field";
import { LANGUAGES } from "./fields";
import { NEW_PACK, PRODUCT_TEXTS } from "./product-fields";
import type { PoolOfProduct } from "./product.server";

interface Given {
  readonly was: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[] | undefined;
}

/** Title, description and how to keep it, in both languages side by side. */
export function ProductTextFields({ was, problems }: Given) {
  const t = useTranslations("shopDesk.product");
  const page = useTranslations("shopDesk.page");
  return PRODUCT_TEXTS.map(([text, lines, most]) => (
    <fieldset key={text} className="stack-s">
      <legend>{t(`texts.${text}`)}</legend>
      <p className="hint">{t(`hints.${text}`)}</p>
      <div className="fields two">
        {LANGUAGES.map((language) => {
          const field = `${text}_${language}`;
          const shared = {
            name: field,
            label: page(`languages.${language}`, { text: t(`texts.${text}`) }),
            lang: language === "zh" ? "zh-CN" : "en",
            maxLength: language === "zh" ? most : Math.round(most * 1.5),
            defaultValue: was[field],
            problems,
          };
          return lines === 1 ? <Input key={field} {...shared} /> : <TextArea key={field} {...shared} rows={lines} />;
        })}
      </div>
    </fieldset>
  ));
}

/** One pack: its size, which never changes once it stands, its names and its price. */
export function PackFields({
  at,
  units,
  pool,
  currency,
  was,
  problems,
}: Given & { at: number | typeof NEW_PACK; units: number | null; pool: PoolOfProduct; currency: string }) {
  const t = useTranslations("shopDesk.product");
  const f = useFormats();
  const size = (count: number) => (pool.unit === "g" ? f.weight(count) : t("pieces", { count }));
  const fixed = units ?? (pool.blendable ? null : pool.pack_units);
  return (
    <fieldset className="panel stack-s">
      <legend>{at === NEW_PACK ? t("newPack") : t("packOf", { size: size(units ?? 0) })}</legend>
      <div className="fields two">
        {at !== NEW_PACK ? null : fixed === null ? (
          <Input
            name={`units_${at}`}
            label={pool.unit === "g" ? t("kilograms") : t("count")}
            hint={pool.unit === "g" ? t("kilogramsHint") : undefined}
            inputMode="decimal"
            defaultValue={was[`units_${at}`]}
            problems={problems}
          />
        ) : (
          <p>{t("onePackSize", { size: size(fixed) })}</p>
        )}
        <Input
          name={`price_${at}`}
          label={t("price", { currency: f.currency(currency) })}
          hint={t("priceHint")}
          inputMode="decimal"
          defaultValue={was[`price_${at}`]}
          problems={problems}
        />
        {LANGUAGES.map((language) => (
          <Input
            key={language}
            name={`pack_${language}_${at}`}
            label={t(`packNames.${language}`)}
            lang={language === "zh" ? "zh-CN" : "en"}
            maxLength={language === "zh" ? 40 : 60}
            defaultValue={was[`pack_${language}_${at}`]}
            problems={problems}
          />
        ))}
      </div>
    </fieldset>
  );
}
