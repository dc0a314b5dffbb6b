import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { BankNav } from "../../features/bank/BankNav";
import { disputesSchema, outsideRefundsSchema, refusedMoney } from "../../features/settlement/data.server";
import { DisputeTag } from "../../features/settlement/tags";
import { ProblemSummary, TextArea } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/disputes";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const [cursor, refunds_cursor] = ["cursor", "refunds"].map((name) => asked.get(name) ?? undefined);
  const [{ disputes, next }, { refunds, next: nextRefunds }] = await Promise.all([
    desk.read("/desk/disputes", disputesSchema, { cursor }),
    desk.read("/desk/outside-refunds", outsideRefundsSchema, { cursor: refunds_cursor }),
  ]);
  return {
    disputes,
    refunds,
    older: next === null ? null : placeOf({ cursor: next, refunds: refunds_cursor }),
    olderRefunds: nextRefunds === null ? null : `${placeOf({ cursor, refunds: nextRefunds })}#refunds`,
    title: say(path)("disputes.title"),
  };
}

/** Two lists on one page: a page further in one stays where one is in the other. */
function placeOf(cursors: Record<string, string | undefined>): string {
  const given = Object.entries(cursors).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `?${new URLSearchParams(given).toString()}`;
}

/** Keeps a note beside a dispute, books a refund that was made at the processor, or closes it with what was found out. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const [act, id] = [text(form, "act"), text(form, "id")];
  const field = fieldOf(act, id);
  const words = text(form, field);
  if (act !== "book" && words.length < 2) {
    const problems = [{ field, text: say(path)("clawbacks.problems.words") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  const one = encodeURIComponent(id);
  const at =
    act === "note" || act === "write-off"
      ? `/desk/disputes/${one}/${act === "note" ? "notes" : act}`
      : `/desk/outside-refunds/${one}/${act === "book" ? "book" : "close"}`;
  const answer = await desk.call(at, z.unknown(), { body: act === "book" ? {} : { words } });
  if (answer.ok) return redirect(`/${path}/desk/disputes`);
  return data(
    { problems: refusedMoney(path, answer.refusal, field), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DisputesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("disputes");
  const f = useFormats();
  const { disputes, refunds, older, olderRefunds, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const order = (number: number | null) => (number === null ? t("noOrder") : t("order", { number }));
  return (
    <div className="stack-l">
      <BankNav here="disputes" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={problems} />
        {disputes.length === 0 ? <p className="note good">{t("none")}</p> : null}
        {disputes.map((one) => (
          <article key={one.id} className="panel stack-s">
            <div className="row between">
              <h2>{order(one.order_number)}</h2>
              <DisputeTag state={one.state} />
            </div>
            <p>
              <strong>{f.money(one.amount_minor, one.currency)}</strong> {t(one.withdrawn ? "gone" : "notGone")}
              {one.fee_minor > 0 ? ` ${t("fee", { amount: f.money(one.fee_minor, one.currency) })}` : ""}
            </p>
            {one.open && one.due_at !== null ? (
              <p className="note warn">
                <span aria-hidden="true">! </span>
                {t("due", { date: f.date(one.due_at) })}
              </p>
            ) : null}
            {one.problem === null ? null : <p className="note bad">{t(`problems.${one.problem}`)}</p>}
            <p className="muted">
              {t("reason", { reason: t(`reasons.${reasonOf(one.reason)}`), date: f.date(one.at), id: one.id })}
            </p>
            {one.notes.length === 0 ? null : (
              <ul className="plain stack-s">
                {one.notes.map((note) => (
                  <li key={note.at + note.words}>
                    {t("note", { person: note.person ?? "", date: f.time(note.at), words: note.words })}
                  </li>
                ))}
              </ul>
            )}
            <Words id={one.id} was={was} problems={problems} act="note" summary={t("addNote")} label={t("noteWords")} />
            {one.problem === "over_paid" ? (
              <Words
                id={one.id}
                was={was}
                problems={problems}
                act="write-off"
                summary={t("writeOff")}
                label={t("writeOffWords")}
              />
            ) : null}
          </article>
        ))}
        <Older href={older} />
      </section>
      <section className="stack" id="refunds">
        <h2>{t("outside.title")}</h2>
        <p>{t("outside.lead")}</p>
        {refunds.length === 0 ? <p className="note good">{t("outside.none")}</p> : null}
        {refunds.map((one) => (
          <article key={one.id} className="panel stack-s">
            <h3>
              {order(one.order_number)} · {f.money(one.amount_minor, one.currency)}
            </h3>
            <p className="muted">{t("outside.since", { date: f.date(one.at), days: one.age_days, id: one.id })}</p>
            <form method="post">
              <input type="hidden" name="id" value={one.id} />
              <button className="button" name="act" value="book">
                {t("outside.book", { amount: f.moneyInWords(one.amount_minor, one.currency) })}
              </button>
            </form>
            <Words
              id={one.id}
              was={was}
              problems={problems}
              act="close"
              summary={t("outside.close")}
              label={t("outside.words")}
            />
          </article>
        ))}
        <Older href={olderRefunds} />
      </section>
    </div>
  );
}

const fieldOf = (act: string, id: string): string => (act === "write-off" ? `off-${id}` : `words-${id}`);

/** Why, in the processor's own words; a new one of theirs is "something else", and its id leads to it. */
const REASONS = [
  "bank_cannot_process",
  "credit_not_processed",
  "customer_initiated",
  "debit_not_authorized",
  "duplicate",
  "fraudulent",
  "general",
  "incorrect_account_details",
  "insufficient_funds",
  "product_not_received",
  "product_unacceptable",
  "subscription_canceled",
  "unrecognized",
] as const;

function reasonOf(reason: string) {
  return REASONS.find((one) => one === reason) ?? "other";
}

/** Many forms on one page: each field has an id of its own. */
function Words({
  id,
  act,
  summary,
  label,
  was,
  problems,
}: {
  id: string;
  act: "note" | "close" | "write-off";
  summary: string;
  label: string;
  was: Record<string, string>;
  problems: { field: string; text: string }[] | undefined;
}) {
  return (
    <details open={was.id === id && was.act === act}>
      <summary>{summary}</summary>
      <form method="post" className="stack" noValidate>
        <input type="hidden" name="id" value={id} />
        <TextArea
          name={fieldOf(act, id)}
          label={label}
          rows={2}
          maxLength={500}
          defaultValue={was[fieldOf(act, id)]}
          problems={problems}
        />
        <button className="button second" name="act" value={act}>
          {summary}
        </button>
      </form>
    </details>
  );
}
