import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { totalsSchema, type Totals } from "../../features/money-board/data.server";
import { MoneyTable } from "../../features/money-board/MoneyTable";
import { PaperButton } from "../../features/statement/PaperButton";
import { askPaper } from "../../features/statement/print.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { inWords, text, typed } from "../../features/ui/form.server";
import { localeOf } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf, useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/totals";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { totals } = await desk.read(`/desk/settlement-periods/${encodeURIComponent(params.id)}/totals`, totalsSchema);
  const period = formatsOf(localeOf(path)).dates(totals.period.from, totals.period.to);
  const corrected = Number(new URL(request.url).searchParams.get("corrected") ?? 0);
  return { totals, corrected, title: say(path)("periodTotals.title", { period }) };
}

/** Prints the totals, or publishes a correction of the villages' boards. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (text(form, "act") === "print") return askPaper(desk, path, form, "desk");
  const answer = await desk.call(
    `/desk/settlement-periods/${encodeURIComponent(params.id)}/board`,
    z.object({ published: z.int() }),
    { body: { because: text(form, "because") } },
  );
  if (answer.ok) return redirect(`/${path}/desk/settlement/${params.id}/totals?corrected=${answer.value.published}`);
  const known = answer.refusal.code === "no_change" || answer.refusal.code === "invalid_input";
  const sentence = known
    ? say(path)(`periodTotals.refusals.${answer.refusal.code === "no_change" ? "same" : "words"}`)
    : inWords(path, answer.refusal);
  return data(
    { problems: [{ field: "because", text: sentence }], typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function TotalsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("periodTotals");
  const path = usePath();
  const { totals, title, corrected } = loaderData;
  const { period } = totals;
  const failed = actionData && "problems" in actionData ? actionData : undefined;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/settlement/${period.id}`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        {actionData && "problem" in actionData ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        {corrected > 0 ? (
          <p className="note good" role="status">
            {t("corrected", { count: corrected })}
          </p>
        ) : null}
        <div className="row">
          <a className="button second" href={`/${path}/desk/settlement/${period.id}/totals.csv`}>
            {t("csv")}
          </a>
          <PaperButton kind="totals" of={{ period_id: period.id }}>
            {t("print")}
          </PaperButton>
        </div>
      </section>
      <section className="stack">
        <h2>{t("whole")}</h2>
        {totals.whole.map((one) => (
          <Part key={one.currency} totals={one} />
        ))}
      </section>
      {totals.villages.map((village) => (
        <section className="stack" key={village.village_id ?? "none"}>
          <h2>
            {village.handle === null ? (
              village.name[path]
            ) : (
              <a href={`/${path}/villages/${village.handle}/money`}>{village.name[path]}</a>
            )}
          </h2>
          {village.totals.map((one) => (
            <Part key={one.currency} totals={one} />
          ))}
        </section>
      ))}
      {period.state === "approved" || period.state === "paid" ? (
        <section className="stack">
          <h2>{t("correct")}</h2>
          <p>{t("correctLead")}</p>
          <ProblemSummary problems={failed?.problems} />
          <form method="post" className="stack" noValidate>
            <Input
              name="because"
              label={t("because")}
              autoComplete="off"
              defaultValue={failed?.typed.because}
              problems={failed?.problems}
            />
            <button className="button second">{t("correctGo")}</button>
          </form>
        </section>
      ) : null}
    </div>
  );
}

function Part({ totals }: { totals: Totals }) {
  const t = useTranslations("periodTotals");
  const f = useFormats();
  const { statements, ...money } = totals;
  return (
    <>
      {totals.difference_minor === 0 ? null : (
        <p className="note bad">
          {t("difference", { amount: f.moneyInWords(totals.difference_minor, totals.currency) })}
        </p>
      )}
      <MoneyTable
        money={{
          ...money,
          net_minor: statements.net_minor,
          paid_minor: statements.paid_minor,
          on_its_way_minor: statements.on_its_way_minor,
          carried_minor: statements.carried_minor,
          balance_minor: statements.remaining_minor,
        }}
        households={statements.households}
      />
    </>
  );
}
