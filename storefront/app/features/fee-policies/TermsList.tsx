import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Terms } from "./data.server";

/** Basis points with both decimals where they are needed: a rounded rate is another rate. */
export function usePercent(): (bp: number) => string {
  const f = useFormats();
  return (bp) => `${f.number(bp / 100)}%`;
}

/** Everything a policy says, each with its unit; beside `before`, what of it changes. */
export function TermsList({ terms, before }: { terms: Terms; before?: Terms | undefined }) {
  const t = useTranslations("feePolicies");
  const f = useFormats();
  const percent = usePercent();
  const was = new Map(before === undefined ? [] : rowsOf(before));
  return (
    <dl className="facts">
      {rowsOf(terms).map(([name, value]) => (
        <Fragment key={name}>
          <dt>{t(`terms.${name}`)}</dt>
          <dd>
            {was.has(name) && was.get(name) !== value ? (
              <>
                <strong>
                  <span aria-hidden="true">▸ </span>
                  {value}
                </strong>{" "}
                <span className="muted">{t("terms.was", { value: was.get(name) ?? "" })}</span>
              </>
            ) : (
              value
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );

  function rowsOf(of: Terms) {
    const money = (amount: number) => f.moneyInWords(amount, of.currency);
    return [
      ["platform", percent(of.platform_bp)],
      ["cooperative", percent(of.cooperative_bp)],
      ["agent", percent(of.agent_bp)],
      ["packing", t("terms.packingPerKg", { amount: money(of.packing_minor_per_kg) })],
      ["freight", t(`freightRules.${of.freight_rule}`)],
      ["tax", t(`taxTreatments.${of.tax_treatment}`)],
      ["holdback", holdback(of)],
      ["hold", t("terms.holdDays", { days: of.hold_days })],
      ["minimum", t("terms.minimumIs", { amount: money(of.minimum_payout_minor) })],
      ["seller", t(`sellers.${of.seller}`)],
    ] as const;
  }

  function holdback(of: Terms): string {
    if (of.holdback_bp === 0) return t("terms.holdbackNone");
    return of.holdback_release === "period_close"
      ? t("terms.holdbackClose", { percent: percent(of.holdback_bp) })
      : t("terms.holdbackDays", { percent: percent(of.holdback_bp), days: of.holdback_days });
  }
}
