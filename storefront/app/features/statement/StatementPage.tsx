import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { MoneyOfStatement } from "../settlement/MoneyWent";
import type { OneStatement } from "./data.server";
import { PaperButton } from "./PaperButton";
import { SoldLots } from "./SoldLots";

const OF_CLAIMS = new Set(["claim", "clawback", "clawback_returned"]);

/** A statement as its household reads it: what is owed first, then how it came about, then its slip and papers. */
export function StatementPage({
  statement,
  script,
  claims,
}: {
  statement: OneStatement;
  script: string;
  /** The page that says why something was taken for goods that were bad; only its household has one. */
  claims?: string;
}) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.moneyInWords(amount, statement.currency);
  const others = statement.others.filter((other) => other.rule !== "brought_forward");
  return (
    <>
      <section className="stack">
        <h1>{t("title", { period: f.dates(statement.period.from, statement.period.to) })}</h1>
        <p className="muted">
          {t("whose", {
            name: statement.household.name,
            card: statement.household.card_number,
            number: statement.number,
          })}
        </p>
        <p className="statement-owed">
          {statement.net_minor < 0
            ? t("short", { amount: money(-statement.net_minor) })
            : t("owed", { amount: money(statement.net_minor) })}
        </p>
        {statement.payouts.map((payout) => (
          <p key={payout.id} className={payout.state === "created" ? "note good" : "note"}>
            {payout.words[path]}
          </p>
        ))}
        {statement.unpaid ? <p className="note warn">{statement.unpaid[path]}</p> : null}
        <Sums statement={statement} />
      </section>
      <SoldLots statement={statement} />
      <MoneyOfStatement statement={statement} />
      {others.length > 0 ? (
        <section className="stack">
          <h2>{t("others")}</h2>
          <table className="words">
            <caption className="visually-hidden">{t("others")}</caption>
            <tbody>
              {others.map((other) => (
                <tr key={other.rule}>
                  <th scope="row">
                    {claims !== undefined && OF_CLAIMS.has(other.rule) ? (
                      <a href={claims}>{other.words[path]}</a>
                    ) : (
                      other.words[path]
                    )}
                    {other.lot_numbers.length === 0 ? null : (
                      <span className="muted small"> {t("ofLots", { lots: other.lot_numbers.join(" ") })}</span>
                    )}
                  </th>
                  <td className="num">{f.money(other.amount_minor, statement.currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
      <ReadAloud words={statement.spoken[path]} script={script} />
      <section className="stack" aria-labelledby="slip">
        <h2 id="slip">{t("slip")}</h2>
        <p className="slip-code tabular">{statement.slip}</p>
        <p>
          {t("slipHow")}{" "}
          {statement.village ? (
            <a href={`/${path}/villages/${statement.village.handle}/money`}>
              {t("toBoard", { village: statement.village[path] })}
            </a>
          ) : null}
        </p>
        <p className="small muted hash">{t("hash", { hash: statement.hash })}</p>
      </section>
      <section className="stack">
        <h2>{t("papers.title")}</h2>
        <div className="row">
          <PaperButton kind="statement" of={{ statement_id: statement.id }}>
            {t("papers.ask.statement")}
          </PaperButton>
          <PaperButton kind="statement_large" of={{ statement_id: statement.id }}>
            {t("papers.ask.large")}
          </PaperButton>
          {statement.payouts.map((payout) => (
            <PaperButton key={payout.id} kind="remittance" of={{ payout_id: payout.id }}>
              {t("papers.ask.remittance", { amount: money(payout.amount_minor) })}
            </PaperButton>
          ))}
        </div>
      </section>
      <p>{t("call", { phone: statement.cooperative.phone })}</p>
    </>
  );
}

function Sums({ statement }: { statement: OneStatement }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const rows = [
    ["broughtForward", statement.brought_forward_minor],
    ["gross", statement.gross_minor],
    ["deductions", -statement.deductions_minor],
    ["advances", -statement.advances_minor],
    ["net", statement.net_minor],
    ["paid", statement.paid_minor],
    ["onItsWay", statement.on_its_way_minor],
    ["carried", statement.carried_minor],
    ["remaining", statement.remaining_minor],
  ] as const;
  const always = new Set<string>(["gross", "net", "paid", "remaining"]);
  return (
    <table className="words">
      <caption className="visually-hidden">{t("sums")}</caption>
      <tbody>
        {rows
          .filter(([name, amount]) => amount !== 0 || always.has(name))
          .map(([name, amount]) => (
            <tr key={name}>
              <th scope="row">{t(name)}</th>
              <td className="num">
                {name === "net" || name === "remaining" ? (
                  <strong>{f.money(amount, statement.currency)}</strong>
                ) : (
                  f.money(amount, statement.currency)
                )}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** The whole statement in sentences: for a screen reader as it is, and with script spoken by the device. */
function ReadAloud({ words, script }: { words: string; script: string }) {
  const t = useTranslations("statement.aloud");
  const path = usePath();
  return (
    <section className="stack" aria-labelledby="aloud">
      <h2 id="aloud">{t("title")}</h2>
      <p>
        <button
          type="button"
          className="button"
          id="read-aloud"
          hidden
          data-words={words}
          data-language={path === "zh" ? "zh-CN" : "en"}
          data-stop={t("stop")}
        >
          {t("start")}
        </button>
      </p>
      <details>
        <summary>{t("text")}</summary>
        <p className="spoken">{words}</p>
      </details>
      <script src={script} defer />
    </section>
  );
}
