import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, type Problem } from "../ui/Field";
import type { Cap } from "./data.server";

/** What stands in for households that owe, and the way to fill it. */
export function ReservePanel({
  cap,
  token,
  was,
  problems,
}: {
  cap: Cap;
  token: string;
  was: Record<string, string>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("clawbacks.reserve");
  const f = useFormats();
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      <p>{t("what")}</p>
      {cap.reserves.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {cap.reserves.map((one) => (
        <div key={one.currency} className="panel stack">
          <table>
            <caption>{t("of", { currency: one.currency })}</caption>
            <tbody>
              <tr>
                <th scope="row">{t("there")}</th>
                <td className="num">{f.money(one.reserve_minor, one.currency)}</td>
              </tr>
              <tr>
                <th scope="row">{t("lent")}</th>
                <td className="num">{f.money(one.lent_minor, one.currency)}</td>
              </tr>
              <tr>
                <th scope="row">{t("fees")}</th>
                <td className="num">{f.money(one.fees_minor, one.currency)}</td>
              </tr>
            </tbody>
          </table>
          {one.reserve_minor < 0 ? <p className="note warn">{t("lacks")}</p> : null}
          <details open={was.act === "reserve" && was.currency === one.currency}>
            <summary>{t("move")}</summary>
            <form method="post" className="stack" noValidate>
              <input type="hidden" name="currency" value={one.currency} />
              <input type="hidden" name="idempotency_key" value={was.idempotency_key ?? token} />
              <fieldset className="stack-s">
                <legend>{t("direction")}</legend>
                <label className="choice">
                  <input type="radio" name="direction" value="in" defaultChecked={was.direction !== "out"} />
                  {t("in")}
                </label>
                <label className="choice">
                  <input type="radio" name="direction" value="out" defaultChecked={was.direction === "out"} />
                  {t("out")}
                </label>
              </fieldset>
              <Input
                name="amount"
                label={t("amount", { currency: one.currency })}
                inputMode="decimal"
                defaultValue={was.amount}
                problems={problems}
              />
              <Input
                name="reserve_words"
                label={t("words")}
                maxLength={500}
                defaultValue={was.reserve_words}
                problems={problems}
              />
              <button className="button second" name="act" value="reserve">
                {t("send")}
              </button>
            </form>
          </details>
        </div>
      ))}
    </section>
  );
}
