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
  const asked = new URL(request.url).searchParams;
  const at = `/desk/payout-batches/${encodeURIComponent(params.id)}`;
  const { batch } = await desk.read(at, batchDetailSchema, { cursor: asked.get("cursor") ?? undefined });
  const refused = asked.get("refused");
  return { batch, noFile: refused === null ? null : (NO_FILE.find((one) => one === refused) ?? ("other" as const)) };
}

/** Why a bank file is refused, as far as this page has words for it. */
const NO_FILE = ["not_a_bank_batch", "batch_differs", "invalid_input"] as const;

/** Asks for the remittance advices of the batch. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return askPaper(desk, path, await request.formData(), "desk");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.batch.number ?? ""} · Commonlot` },
];

/** It is asked for again by itself until the processor has the money. */
const WAITS = "balance_not_available";
/** What keeps a payout by Stripe, as far as this page has words for it. */
const RAIL_REASONS = [
  WAITS,
  "rail_busy",
  "rail_refuses_us",
  "account_closed",
  "account_restricted",
  "refused_by_rail",
  "no_answer",
  "transfer_reversed",
] as const;

type Line = Route.ComponentProps["loaderData"]["batch"]["lines"][number];

export default function BatchPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const b = useTranslations("batch");
  const f = useFormats();
  const reads = useTranslations("accounting.reads");
  const path = usePath();
  const bank = useTranslations("bank");
  const commissions = useTranslations("commissions");
  const reversal = useTranslations("reversals.ask");
  const { batch, noFile } = loaderData;
  /** By bank file "created" is no more than written: paid is what the bank says. */
  const byBank = batch.rail === "bank_file";
  const byStripe = batch.rail === "stripe";
  const railReason = (line: Line) => {
    const known = RAIL_REASONS.find((one) => one === line.reason_code);
    if (known === undefined) return line.reason;
    return `${b(`railReasons.${known}`)}${known === "transfer_reversed" ? ` ${line.reason ?? ""}` : ""}`;
  };
  /** Refused for want of money is "to be paid", also when an answer before it was lost; taken back is no failure. */
  const waits = (line: Line) => byStripe && line.reason_code === WAITS && !["created", "failed"].includes(line.state);
  const isBack = (line: Line) => byStripe && line.reason_code === "transfer_reversed";
  const waiting = batch.lines.filter(waits).length;
  const stateWord = (line: Line) =>
    byBank && line.state === "created"
      ? bank("batch.written")
      : isBack(line)
        ? b("takenBack")
        : b(`states.${waits(line) ? "intended" : line.state}`);
  const columns: Column<Line>[] = [
    { head: b("name"), name: true, of: (line) => line.account_name },
    ...(byStripe
      ? []
      : [
          { head: b("account"), of: (line: Line) => (line.account_last4 === null ? "" : `•••• ${line.account_last4}`) },
        ]),
    { head: b("statement"), of: (line) => line.statement_number },
    { head: b("amount"), num: true, of: (line) => f.money(line.amount_minor, batch.currency) },
    {
      head: t("state"),
      of: (line) => (
        <>
          <StateTag
            state={
              byBank && line.state === "created" ? "exported" : isBack(line) || waits(line) ? "intended" : line.state
            }
            word={stateWord(line)}
          />{" "}
          {line.bank_state === null ? (byStripe ? railReason(line) : line.reason) : null}
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
  const backColumn: Column<Line> = {
    head: reversal("title"),
    of: (line) =>
      line.state === "created" ? (
        <a
          href={`/${path}/desk/batches/${batch.id}/take-back/${line.id}`}
          aria-label={`${reversal("link")}: ${line.account_name}`}
        >
          {reversal("link")}
        </a>
      ) : null,
  };
  return (
    <div className="stack">
      <p>
        {batch.commission_run_id === null ? (
          <a href={`/${path}/desk/settlement`}>{b("back")}</a>
        ) : (
          <a href={`/${path}/desk/commissions/${batch.commission_run_id}`}>{commissions("back")}</a>
        )}
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
      {noFile === null ? null : (
        <p className="problems" role="alert">
          {b(`noFile.${noFile}`)}
        </p>
      )}
      {waiting === 0 ? null : <p className="note warn">{b("waits", { count: waiting })}</p>}
      <div className="row">
        {batch.rail === "cash" ? (
          <a className="button" href={`/${path}/desk/batches/${batch.id}/cash`}>
            {b("toCash")}
          </a>
        ) : null}
        {batch.commission_run_id === null ? (
          <PaperButton kind="remittances" of={{ batch_id: batch.id }}>
            {b("printAdvices")}
          </PaperButton>
        ) : null}
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
          columns={[...columns, ...(byBank ? [bankColumn] : []), ...(byStripe ? [backColumn] : [])]}
          more={batch.next === null ? null : `?cursor=${encodeURIComponent(batch.next)}`}
          none={b("lines")}
        />
      </section>
    </div>
  );
}
