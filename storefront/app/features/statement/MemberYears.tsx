import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Tag } from "../ui/Tag";
import type { MemberYears as Years } from "./data.server";

/** What a household brought and earned, a year under the other. */
export function MemberYears({ years }: { years: Years }) {
  const t = useTranslations("statement.member");
  const m = useTranslations("patronage.member");
  const f = useFormats();
  const path = usePath();
  if (years.length === 0) return <p className="panel">{t("none")}</p>;
  return (
    <>
      {years.map(({ year, volumes, earnings, refunds }) => (
        <section className="panel stack-s" key={year}>
          <h2>{t("year", { year: String(year) })}</h2>
          {volumes.length > 0 ? (
            <table className="words">
              <caption>{t("brought")}</caption>
              <tbody>
                {volumes.map((one) => (
                  <tr key={`${one.produce.en} ${one.unit}`}>
                    <th scope="row">{one.produce[path]}</th>
                    <td className="num">
                      {f.units(one.units, one.unit)}
                      <br />
                      <span className="muted">{t("lots", { count: one.lots })}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
          {earnings.map((sum) => (
            <table className="words" key={sum.currency}>
              <caption>{t("earned", { count: sum.statements })}</caption>
              <tbody>
                {(
                  [
                    ["gross", sum.gross_minor],
                    ["deductions", -sum.deductions_minor],
                    ["advances", -sum.advances_minor],
                    ["paid", sum.paid_minor],
                  ] as const
                )
                  .filter(([name, amount]) => amount !== 0 || name === "gross" || name === "paid")
                  .map(([name, amount]) => (
                    <tr key={name}>
                      <th scope="row">{t(name)}</th>
                      <td className="num">{f.money(amount, sum.currency)}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          ))}
          {refunds.map((one) => (
            <div key={one.id} className="stack-s">
              <p>
                {m("refunds")}: <b>{f.money(one.amount_minor, one.currency)}</b>{" "}
                {one.state === "reversed" ? <Tag look={{ sign: "↩", tone: "" }}>{m("takenBack")}</Tag> : null}
              </p>
              <p className="note">{one.why[path]}</p>
            </div>
          ))}
        </section>
      ))}
    </>
  );
}
