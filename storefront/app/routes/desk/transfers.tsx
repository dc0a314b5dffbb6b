import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { BankNav } from "../../features/bank/BankNav";
import { linesSchema, takenBackSchema, type TakenBack } from "../../features/transfer/data.server";
import { LineCard } from "../../features/transfer/LineCard";
import { TakenBackCard } from "../../features/transfer/TakenBackCard";
import { deskTransferWords } from "../../features/transfer/refusals.server";
import { LINE_STATES, type LineState } from "../../features/transfer/words";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/transfers";

const ACTS = new Set(["assign", "keep", "return", "dismiss"]);

/** Money that buyers transferred: what waits for somebody, what is kept, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const state: LineState = LINE_STATES.find((one) => one === query.get("state")) ?? "open";
  const cursor = query.get("before") ?? undefined;
  const first = state === "open" && cursor === undefined;
  const [found, { taken_back }] = await Promise.all([
    desk.read("/desk/transfers", linesSchema, { state, cursor }),
    first ? desk.read("/desk/taken-back", takenBackSchema) : { taken_back: [] as TakenBack[] },
  ]);
  return { ...found, taken_back, state, title: say(path)("transfer.deskTitle") };
}

/** Says what becomes of what is left of a line: it pays a proforma, is kept, or was sent back; or what was done where the bank took something back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const id = text(form, "id");
  const words = text(form, `words-${id}`);
  const act = text(form, "act");
  const typed = { words, proforma_id: text(form, "proforma_id"), other: text(form, `other-${id}`) };
  const wrong = (said: string, status: number, field = "words") =>
    data({ problems: [{ field: `${field}-${id}`, text: said }] satisfies Problem[], id, typed }, { status });
  if (words.length < 3) return wrong(say(path)("transfer.whyBad"), 400);
  const proforma = typed.other || typed.proforma_id;
  if (act === "assign" && proforma === "") return wrong(say(path)("transfer.whichBad"), 400, "other");
  const done = await desk.call(
    act === "seen" || act === "reopen"
      ? `/desk/taken-back/${encodeURIComponent(id)}/${act === "seen" ? "close" : "reopen"}`
      : `/desk/transfers/${encodeURIComponent(id)}/${ACTS.has(act) ? act : "keep"}`,
    z.object({}),
    { body: act === "assign" ? { proforma, words } : { words } },
  );
  if (!done.ok) return wrong(deskTransferWords(path, done.refusal), done.refusal.status);
  return redirect(new URL(request.url).pathname + new URL(request.url).search, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TransfersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const path = usePath();
  const { lines, taken_back, next, state } = loaderData;
  const here = state === "open" ? "?" : `?state=${state}&`;
  return (
    <div className="stack-l">
      <BankNav here="transfers" />
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("deskLead")}</p>
        <p className="row">
          <a className="button" href={`/${path}/desk/bank-statements`}>
            {t("handIn")}
          </a>
          <a href={`/${path}/desk/proformas`}>{t("deskProformas")}</a>
          {LINE_STATES.map((one) => (
            <a
              key={one}
              href={`/${path}/desk/transfers${one === "open" ? "" : `?state=${one}`}`}
              aria-current={one === state ? "page" : undefined}
            >
              {t(`lists.${one}`)}
            </a>
          ))}
        </p>
        <ProblemSummary problems={actionData?.problems} />
        {taken_back.length === 0 ? null : (
          <section className="stack" aria-labelledby="taken-back">
            <h2 id="taken-back">{t("takenBack.title")}</h2>
            {taken_back.map((one) => (
              <TakenBackCard
                key={one.id}
                one={one}
                problems={actionData?.id === one.id ? actionData.problems : undefined}
                typed={actionData?.id === one.id ? actionData.typed.words : undefined}
              />
            ))}
          </section>
        )}
        {lines.length === 0 && taken_back.length === 0 ? <p className="note good">{t(`empty.${state}`)}</p> : null}
        {lines.map((line) => (
          <LineCard
            key={line.id}
            line={line}
            problems={actionData?.id === line.id ? actionData.problems : undefined}
            typed={actionData?.id === line.id ? actionData.typed : undefined}
          />
        ))}
        <Older href={next === null ? null : `${here}before=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}
