import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Claim } from "./data.server";

/** What the claim cost, and who bears it. Nothing before it is carried out. */
export function Bearers({ claim }: { claim: Claim }) {
  const t = useTranslations("claims");
  const f = useFormats();
  const { currency, cost_minor } = claim;
  if (currency === null || cost_minor === null) return null;
  const rows = [
    ["carrier", claim.carrier_minor ?? 0],
    ["cooperative", claim.cooperative_minor ?? 0],
    ["lots", claim.lots_minor ?? 0],
  ] as const;
  return (
    <section className="stack">
      <h2>{t("bearers.title")}</h2>
      <table>
        <caption className="visually-hidden">{t("bearers.title")}</caption>
        <tbody>
          {rows.map(([who, amount]) => (
            <tr key={who}>
              <th scope="row">{t(`bearers.${who}`)}</th>
              <td className="num">{f.money(amount, currency)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t("bearers.cost")}</th>
            <td className="num">
              <strong>{f.money(cost_minor, currency)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      {claim.answer === null ? null : (
        <p>
          {t(`answers.${claim.answer}`)}
          {claim.answer === "paid" ? ` ${f.moneyInWords(claim.answered_minor ?? 0, currency)}` : ""}
          {claim.answer_words ? `：${claim.answer_words}` : ""}
        </p>
      )}
    </section>
  );
}
