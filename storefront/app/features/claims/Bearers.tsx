import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Claim } from "./data.server";

interface Row {
  key: string;
  who: string;
  why: string;
  amount: number;
}

/** What the claim cost, row by row with its reason, and who bears it. Nothing before it is carried out. */
export function Bearers({ claim }: { claim: Claim }) {
  const t = useTranslations("claims.bearers");
  const answers = useTranslations("claims.answers");
  const f = useFormats();
  const { currency, cost_minor } = claim;
  if (currency === null || cost_minor === null) return null;
  const [costs, bearers] = [costRows(), bearerRows()];
  const total = (label: string): ReactNode => (
    <tfoot>
      <tr>
        <th scope="row">{label}</th>
        <td className="num">
          <strong>{f.money(cost_minor, currency)}</strong>
        </td>
      </tr>
    </tfoot>
  );
  const waits = claim.state === "done" && (claim.carrier_minor ?? 0) > 0 && claim.answer === null;
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      {costs.length === 0 ? null : (
        <Table caption={t("costs")} rows={costs} currency={currency}>
          {total(t("cost"))}
        </Table>
      )}
      <Table caption={t("who")} rows={bearers} currency={currency}>
        {total(t("together"))}
      </Table>
      {waits ? (
        <p className="note warn">{t("laidOut", { amount: f.moneyInWords(claim.carrier_minor ?? 0, currency) })}</p>
      ) : null}
      {claim.answer === null ? null : (
        <p className="note">
          {answers(claim.answer)}
          {claim.answer === "paid" ? ` ${f.moneyInWords(claim.answered_minor ?? 0, currency)}` : ""}
          {t("answerLeft", { amount: f.moneyInWords(leftAfter(claim), currency) })}
          {claim.answer_words ? (
            <>
              <br />
              {claim.answer_words}
            </>
          ) : null}
        </p>
      )}
    </section>
  );

  function costRows(): Row[] {
    const { refund = null, again = null } = claim.cost_of ?? {};
    const rows = [
      ...(refund === null
        ? []
        : ([
            ["goods", refund.goods_minor],
            ["freight", refund.freight_minor],
            ["tax", -refund.tax_minor],
          ] as const)),
      ...(again === null
        ? []
        : ([
            ["households", again.households_minor],
            ["packing", again.packing_minor],
            ["boxes", again.freight_minor],
          ] as const)),
    ];
    return rows
      .filter(([, amount]) => amount !== 0)
      .map(([key, amount]) => ({ key, who: t(`of.${key}.what`), why: t(`of.${key}.why`), amount }));
  }

  function bearerRows(): Row[] {
    const limit = claim.limit_minor === null ? null : f.moneyInWords(claim.limit_minor, currency ?? "");
    const reasons = {
      carrier: limit === null ? t("why.carrier") : t("why.carrierLimit", { limit }),
      cooperative:
        claim.cause === "carrier"
          ? t("why.aboveLimit")
          : claim.cause === "goods"
            ? t("why.notLots", { percent: claim.lots_bp / 100 })
            : t("why.packed"),
      lots: t("why.lots", { percent: claim.lots_bp / 100 }),
    };
    return (["carrier", "cooperative", "lots"] as const)
      .map((key) => ({ key, who: t(key), why: reasons[key], amount: claim[`${key}_minor`] ?? 0 }))
      .filter((row) => row.amount !== 0);
  }
}

/** What the cooperative bears in the end: its own part, and of the carrier's what it did not pay. */
function leftAfter(claim: Claim): number {
  return (claim.cooperative_minor ?? 0) + (claim.carrier_minor ?? 0) - (claim.answered_minor ?? 0);
}

function Table({
  caption,
  rows,
  currency,
  children,
}: {
  caption: string;
  rows: readonly Row[];
  currency: string;
  children: ReactNode;
}) {
  const f = useFormats();
  return (
    <table>
      <caption>{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              {row.who}
              <br />
              <span className="muted small">{row.why}</span>
            </th>
            <td className="num">{f.money(row.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
      {children}
    </table>
  );
}
