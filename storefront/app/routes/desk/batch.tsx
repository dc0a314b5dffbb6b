import { useTranslations } from "use-intl";
import { BankTag } from "../../features/bank/BankTag";
import { UploadForm } from "../../features/bank/UploadForm";
import { batchDetailSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/batch";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { batch } = await desk.read(`/desk/payout-batches/${encodeURIComponent(params.id)}`, batchDetailSchema);
  return { batch };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.batch.number ?? ""} · Commonlot` },
];

export default function BatchPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const b = useTranslations("batch");
  const f = useFormats();
  const path = usePath();
  const bank = useTranslations("bank");
  const { batch } = loaderData;
  /** By bank file "created" is no more than written: paid is what the bank says. */
  const stateWord = (line: (typeof batch.lines)[number]) =>
    batch.rail === "bank_file" && line.state === "created" ? bank("batch.written") : b(`states.${line.state}`);
  return (
    <div className="stack">
      <p>
        <a href={`/${path}/desk/settlement`}>{b("back")}</a>
      </p>
      <div className="row between">
        <h1>{b("title", { number: batch.number, rail: t(`rails.${batch.rail}`) })}</h1>
        <StateTag state={batch.state} word={t(`batchStates.${batch.state}`)} />
      </div>
      <p>{b("sum", { count: batch.payouts, amount: f.moneyInWords(batch.total_minor, batch.currency) })}</p>
      {batch.rail === "bank_file" ? (
        <>
          <p className="row">
            <a className="button" href={`/${path}/desk/batches/${batch.id}/file`}>
              {b("download")}
            </a>
            <a className="button second" href={`/${path}/desk/batches/${batch.id}/file?format=csv`}>
              {bank("downloadCsv")}
            </a>
          </p>
          <section className="stack">
            <h2>{bank("batch.title")}</h2>
            <ul className="plain stack-s">
              {batch.answers.map((sum) => (
                <li key={sum.bank_state}>
                  <BankTag state={sum.bank_state} />{" "}
                  {bank("sum", { count: sum.payouts, amount: f.moneyInWords(sum.amount_minor, batch.currency) })}
                </li>
              ))}
            </ul>
            <UploadForm />
            <p>
              <a href={`/${path}/desk/bank-answers`}>{bank("batch.all")}</a>
            </p>
          </section>
        </>
      ) : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={b("lines")}>
        <table>
          <caption>{b("lines")}</caption>
          <thead>
            <tr>
              <th scope="col">{b("name")}</th>
              <th scope="col">{b("account")}</th>
              <th scope="col">{b("statement")}</th>
              <th scope="col" className="num">
                {b("amount")}
              </th>
              <th scope="col">{t("state")}</th>
              {batch.rail === "bank_file" ? <th scope="col">{bank("batch.column")}</th> : null}
            </tr>
          </thead>
          <tbody>
            {batch.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{line.account_name}</th>
                <td>{line.account_last4 === null ? "" : `•••• ${line.account_last4}`}</td>
                <td>{line.statement_number}</td>
                <td className="num">{f.money(line.amount_minor, batch.currency)}</td>
                <td>
                  <StateTag state={line.state} word={stateWord(line)} /> {line.bank_state === null ? line.reason : null}
                </td>
                {batch.rail === "bank_file" ? (
                  <td>
                    <BankTag state={line.bank_state ?? "sent"} />{" "}
                    {line.bank_answered_at === null ? null : f.date(line.bank_answered_at)} {line.bank_words?.[path]}{" "}
                    {line.bank_words === null ? null : line.reason}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
