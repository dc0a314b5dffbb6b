import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../ui/Field";
import type { FreightTerm, Quote, QuoteLine } from "./data.server";
import { BEARERS, USUAL_CAP_BP } from "./words";

/** A version to write upon the last one: what it says stands in the fields. `free`: what the desk sees beside a line. */
export function VersionForm({
  quote,
  prices,
  intent,
  button,
  problems,
  typed,
  free,
  usual = null,
  children,
}: {
  quote: Quote;
  /** Amounts as they are typed, by field. */
  prices: Readonly<Record<string, string>>;
  intent: "counter" | "offer";
  button: string;
  problems: readonly Problem[] | undefined;
  typed: Readonly<Record<string, string>> | undefined;
  free?: (line: QuoteLine) => string;
  /** Who bears the gap of freight where the last version says nothing of it. */
  usual?: FreightTerm | null;
  children?: ReactNode;
}) {
  const t = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const last = quote.versions.at(-1);
  if (!last) return null;
  const term = last.freight_term ?? usual;
  return (
    <form method="post" className="stack" noValidate>
      <ProblemSummary problems={problems} />
      <input type="hidden" name="upon_version" value={quote.version} />
      <fieldset className="stack" id="lines">
        <legend>{t("goods")}</legend>
        {last.lines.map((line) => {
          const [packs, price] = [
            `packs:${line.product_id}:${line.variant_id}`,
            `price:${line.product_id}:${line.variant_id}`,
          ];
          return (
            <div key={line.variant_id} className="panel stack-s">
              <p>
                <strong>
                  {line.title[path]} {line.pack[path]}
                </strong>{" "}
                <span className="muted">
                  {f.units(line.units_per_pack, line.unit)} {free ? `· ${free(line)}` : ""}
                </span>
              </p>
              <div className="fields two">
                <Input
                  name={packs}
                  label={t("packsOf")}
                  inputMode="numeric"
                  autoComplete="off"
                  defaultValue={typed?.[packs] ?? String(line.packs)}
                  problems={problems}
                />
                <Input
                  name={price}
                  label={t("priceOfPack", { currency: f.currency(quote.currency) })}
                  inputMode="decimal"
                  autoComplete="off"
                  defaultValue={typed?.[price] ?? prices[line.variant_id] ?? ""}
                  problems={problems}
                />
              </div>
            </div>
          );
        })}
      </fieldset>
      <div className="fields two">
        <Input
          name="freight"
          label={t("freightIn", { currency: f.currency(quote.currency) })}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={typed?.freight ?? prices.freight ?? ""}
          problems={problems}
        />
        <Input
          name="deliver_on"
          label={t("deliverOn")}
          type="date"
          defaultValue={typed?.deliver_on ?? last.deliver_on ?? quote.wanted_on}
          problems={problems}
        />
        <Select
          name="bearer"
          label={t("gap")}
          hint={t("gapHint")}
          defaultValue={typed?.bearer ?? term?.bearer ?? "buyer"}
          problems={problems}
        >
          {BEARERS.map((bearer) => (
            <option key={bearer} value={bearer}>
              {t(`bearers.${bearer}`)}
            </option>
          ))}
        </Select>
        <Input
          name="percent"
          label={t("percent")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed?.percent ?? String((term?.buyer_bp ?? 5_000) / 100)}
          problems={problems}
        />
        <Input
          name="cap"
          label={t("cap")}
          hint={t("capHint")}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed?.cap ?? String((term?.cap_bp ?? USUAL_CAP_BP) / 100)}
          problems={problems}
        />
        {children}
      </div>
      <TextArea
        name="words"
        label={t("words")}
        rows={3}
        maxLength={2000}
        defaultValue={typed?.words}
        problems={problems}
      />
      <p>
        <button className="button" name="intent" value={intent}>
          {button}
        </button>
      </p>
    </form>
  );
}
