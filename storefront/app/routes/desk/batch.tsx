import { useTranslations } from "use-intl";
import { BankTag } from "../../features/bank/BankTag";
import { UploadForm } from "../../features/bank/UploadForm";
import { batchDetailSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { PaperButton } from "../../features/statement/PaperButton";
import { askPaper } from "../../features/statement/print.server";
import { Input } from "../../features/ui/Field";
import { List, type Column } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/batch";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { batch } = await desk.read(`/desk/payout-batches/${encodeURIComponent(params.id)}`, batchDetailSchema);
  return { batch };
}

/** Asks for the remittance advices of the batch. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return askPaper(desk, path, await request.formData(), "desk");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.batch.number ?? ""} · Commonlot` },
];

type Line = Route.ComponentProps["loaderData"]["batch"]["lines"][number];

export default function BatchPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const b = useTranslations("batch");
  const f = useFormats();
  const reads = useTranslations("accounting.reads");
  const path = usePath();
  const bank = useTranslations("bank");
  const { batch } = loaderData;
  /** By bank file "created" is no more than written: paid is what the bank says. */
  const byBank = batch.rail === "bank_file";
  const stateWord = (line: Line) =>
    byBank && line.state === "created" ? bank("batch.written") : b(`states.${line.state}`);
  const columns: Column<Line>[] = [
    { head: b("name"), name: true, of: (line) => line.account_name },
    { head: b("account"), of: (line) => (line.account_last4 === null ? "" : `•••• ${line.account_last4}`) },
    { head: b("statement"), of: (line) => line.statement_number },
    { head: b("amount"), num: true, of: (line) => f.money(line.amount_minor, batch.currency) },
    {
      head: t("state"),
      of: (line) => (
        <>
          <StateTag state={byBank && line.state === "created" ? "exported" : line.state} word={stateWord(line)} />{" "}
          {line.bank_state === null ? line.reason : null}
        </>
      ),
    },
  ];
  const bankColumn: Column<Line> = {
    head: bank("batch.column"),
    of: (line) => (
      <>
        <BankTag state={line.bank_state ?? "sent"} />{" "}
        {line.bank_answered_at === null ? null : f.date(line.bank_answered_at)} {line.bank_words?.[path]}{" "}
        {line.bank_words === null ? null : line.reason}
      </>
    ),
  };
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
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <div className="row">
        {batch.rail === "cash" ? (
          <a className="button" href={`/${path}/desk/batches/${batch.id}/cash`}>
            {b("toCash")}
          </a>
        ) : null}
        <PaperButton kind="remittances" of={{ batch_id: batch.id }}>
          {b("printAdvices")}
        </PaperButton>
      </div>
      {byBank ? (
        <>
          <form method="get" action={`/${path}/desk/batches/${batch.id}/file`} className="stack narrow" noValidate>
            <Input name="why" label={reads("why")} hint={reads("fileHint")} maxLength={200} />
            <div className="row">
              <button className="button" name="format" value="xml">
                {b("download")}
              </button>
              <button className="button second" name="format" value="csv">
                {bank("downloadCsv")}
              </button>
            </div>
          </form>
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
      <section className="stack">
        <h2>{b("lines")}</h2>
        <List
          label={b("lines")}
          rows={batch.lines}
          columns={[...columns, ...(byBank ? [bankColumn] : [])]}
          none={b("lines")}
        />
      </section>
    </div>
  );
}
