import { useTranslations } from "use-intl";
import { BooksNav } from "../../features/accounting/BooksNav";
import { balanceSchema, daysAsked, refusedBooks, type Balance } from "../../features/accounting/data.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { asResponse } from "../../lib/api.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/trial-balance";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const days = daysAsked(request.url);
  const answer = await desk.call("/desk/trial-balance", balanceSchema, { query: days });
  // Who may not read the books is told so by the page itself; only wrong days are a matter of its form.
  if (!answer.ok && answer.refusal.status !== 400) throw asResponse(answer.refusal);
  const problems: Problem[] = answer.ok ? [] : refusedBooks(path, answer.refusal, "to");
  const balance = answer.ok ? answer.value.balance : null;
  return { days, balance, problems, title: say(path)("accounting.balance.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Every account with its totals, and the way to the entries behind them. */
export default function TrialBalancePage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("accounting.balance");
  const path = usePath();
  const { days, balance, problems, title } = loaderData;
  return (
    <div className="stack-l">
      <BooksNav here="trial-balance" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={problems} />
        <form method="get" className="row" noValidate>
          <Input name="from" label={t("from")} type="date" defaultValue={days.from} />
          <Input name="to" label={t("to")} type="date" defaultValue={days.to} problems={problems} />
          <button className="button second">{t("show")}</button>
        </form>
      </section>
      {balance?.currencies.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {balance?.currencies.map((one) => (
        <OneCurrency key={one.currency} of={one} />
      ))}
      {balance === null ? null : (
        <section className="stack">
          <h2>{t("take")}</h2>
          <p>{t("takeWhat")}</p>
          <form method="get" action={`/${path}/desk/ledger-export`} className="stack" noValidate>
            <input type="hidden" name="from" value={balance.from} />
            <input type="hidden" name="to" value={balance.to} />
            <Input name="why" label={t("why")} hint={t("whyHint")} maxLength={200} />
            <button className="button">{t("download")}</button>
          </form>
        </section>
      )}
    </div>
  );
}

function OneCurrency({ of }: { of: Balance["currencies"][number] }) {
  const path = usePath();
  const t = useTranslations("accounting.balance");
  const f = useFormats();
  const { currency, lines, totals } = of;
  const side = (amount: number) => (
    <>
      <td className="num">{amount > 0 ? f.money(amount, currency) : ""}</td>
      <td className="num">{amount < 0 ? f.money(-amount, currency) : ""}</td>
    </>
  );
  const equal =
    totals.debit_minor === totals.credit_minor && totals.closing_debit_minor === totals.closing_credit_minor;
  return (
    <section className="stack">
      <h2>{t("of", { currency })}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("of", { currency })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("code")}</th>
              <th scope="col">{t("name")}</th>
              {(["openingDebit", "openingCredit", "debit", "credit", "closingDebit", "closingCredit"] as const).map(
                (head) => (
                  <th scope="col" className="num" key={head}>
                    {t(head)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.kind}>
                <td>{line.code}</td>
                <th scope="row">{line.name === line.words.zh ? line.words[path] : line.name}</th>
                {side(line.opening_minor)}
                <td className="num">{line.debit_minor === 0 ? "" : f.money(line.debit_minor, currency)}</td>
                <td className="num">{line.credit_minor === 0 ? "" : f.money(line.credit_minor, currency)}</td>
                {side(line.closing_minor)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{t("total")}</th>
              {(
                [
                  "opening_debit_minor",
                  "opening_credit_minor",
                  "debit_minor",
                  "credit_minor",
                  "closing_debit_minor",
                  "closing_credit_minor",
                ] as const
              ).map((name) => (
                <td className="num" key={name}>
                  <b>{f.money(totals[name], currency)}</b>
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <p className={equal ? "note good" : "note warn"}>
        <span aria-hidden="true">{equal ? "✓ " : "! "}</span>
        {t(equal ? "equal" : "unequal")}
      </p>
      <OnTheWay of={of} />
    </section>
  );
}

/** Where payouts are that are not known to have arrived; as it is now, whatever days are shown. */
function OnTheWay({ of: { currency, way } }: { of: Balance["currencies"][number] }) {
  const t = useTranslations("accounting.balance.way");
  const f = useFormats();
  if (way.length === 0) return null;
  return (
    <div className="stack">
      <h3>{t("title")}</h3>
      <p>{t("lead")}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("step")}</th>
              <th scope="col" className="num">
                {t("payouts")}
              </th>
              <th scope="col" className="num">
                {t("amount")}
              </th>
              <th scope="col">{t("where")}</th>
            </tr>
          </thead>
          <tbody>
            {way.map((line) => (
              <tr key={line.step}>
                <th scope="row">{t(`steps.${line.step}`)}</th>
                <td className="num">{f.number(line.payouts)}</td>
                <td className="num">{f.money(line.amount_minor, currency)}</td>
                <td>{t(line.booked ? "booked" : "owed")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
