import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Claim } from "./data.server";

/** What a decision would do, before it is taken: what a refund costs and who would bear it for each cause; whether goods are there. */
export function Preview({ claim }: { claim: Claim }) {
  const t = useTranslations("claims");
  const f = useFormats();
  if (claim.preview === null) return null;
  const { refund, again_possible } = claim.preview;
  return (
    <section className="stack">
      <h2>{t("preview.title")}</h2>
      {refund === null ? <p>{t("preview.unknown")}</p> : <Refund refund={refund} />}
      <p>{t(`preview.${again_possible === null ? "againUnknown" : again_possible ? "againYes" : "againNo"}`)}</p>
    </section>
  );

  function Refund({ refund: { currency, cost_minor, refund_minor, tax_minor, shares } }: { refund: RefundPreview }) {
    const cost = f.moneyInWords(cost_minor, currency);
    return (
      <>
        <p>
          {tax_minor === 0
            ? t("preview.refundNoTax", { cost })
            : t("preview.refund", {
                refund: f.moneyInWords(refund_minor, currency),
                cost,
                tax: f.moneyInWords(tax_minor, currency),
              })}
        </p>
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("preview.caption")}>
          <table>
            <caption>{t("preview.caption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("preview.cause")}</th>
                {BEARERS.map((one) => (
                  <th key={one} scope="col" className="num">
                    {t(`bearers.${one}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shares.map((share) => (
                <tr key={share.cause}>
                  <th scope="row">{t(`causes.${share.cause}`)}</th>
                  {BEARERS.map((one) => (
                    <td key={one} className="num">
                      {f.money(share[`${one}_minor`], currency)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </>
    );
  }
}

type RefundPreview = NonNullable<NonNullable<Claim["preview"]>["refund"]>;
const BEARERS = ["carrier", "cooperative", "lots"] as const;
