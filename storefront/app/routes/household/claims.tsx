import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { householdClaimsSchema, refused } from "../../features/claims/data.server";
import { ClawbackFacts } from "../../features/settlement/ClawbackFacts";
import { ClawbackTag } from "../../features/settlement/tags";
import { ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claims";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const found = await home.read("/household/claims", householdClaimsSchema);
  return { ...found, title: say(path)("claims.household.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  const words = text(form, "words");
  if (words.length < 2) {
    const problems = [{ field: "words", text: say(path)("claims.problems.words") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  const at = `/household/claims/${encodeURIComponent(text(form, "claim_id"))}/objection`;
  const answer = await home.call(at, z.unknown(), { body: { words } });
  if (answer.ok) return redirect(`/${path}/home/claims`);
  return data(
    { problems: refused(path, answer.refusal, "words"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What my lots bear of goods that reached a buyer spoilt: how much, why, and a way to say no. */
export default function HouseholdClaimsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("claims.household");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <ProblemSummary problems={actionData?.problems} />
      {loaderData.claims.length + loaderData.clawbacks.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {loaderData.clawbacks.map((one) => (
        <article key={one.id} className="panel stack-s">
          <h2>{t("later", { amount: f.moneyInWords(one.amount_minor, one.currency) })}</h2>
          <ClawbackTag state={one.state} />
          <p>
            {t("why", { lot: one.lot_number, date: f.date(one.at), number: one.number, order: one.order_number ?? "" })}
          </p>
          {one.found === "" ? null : <p>{t("found", { words: one.found })}</p>}
          <p>{t(`laterHow.${one.state}`, { percent: f.percent(loaderData.cap_bp, 10_000) })}</p>
          <ClawbackFacts clawback={one} />
          {one.state === "open" || one.state === "done" || one.outcome !== null ? (
            <Objection one={one} typed={actionData?.typed} problems={actionData?.problems} />
          ) : null}
        </article>
      ))}
      {loaderData.claims.map((one, index) => (
        <article key={index} className="panel stack-s">
          <h2>
            {t(one.amount_minor > 0 ? "taken" : "givenBack", {
              amount: f.moneyInWords(Math.abs(one.amount_minor), one.currency),
            })}
          </h2>
          <p>
            {t("why", { lot: one.lot_number, date: f.date(one.at), number: one.number, order: one.order_number ?? "" })}
          </p>
          {one.found === "" ? null : <p>{t("found", { words: one.found })}</p>}
          {one.amount_minor < 0 || loaderData.clawbacks.some((later) => later.claim_id === one.claim_id) ? null : (
            <Objection one={one} typed={actionData?.typed} problems={actionData?.problems} />
          )}
        </article>
      ))}
    </section>
  );
}

/** One for each claim, whatever it took. */
function Objection({
  one,
  typed,
  problems,
}: {
  one: {
    claim_id: string;
    objected: boolean;
    outcome: "stands" | "given_back" | null;
    answer: string | null;
  };
  typed: Record<string, string> | undefined;
  problems: Problem[] | undefined;
}) {
  const t = useTranslations("claims.household");
  if (one.outcome !== null) {
    return (
      <p className="note">
        <strong>{t(`outcomes.${one.outcome}`)}</strong>
        <br />
        {one.answer}
      </p>
    );
  }
  if (one.objected) return <p className="note">{t("objected")}</p>;
  const mine = typed?.claim_id === one.claim_id;
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="claim_id" value={one.claim_id} />
      <TextArea
        name="words"
        label={t("objection")}
        rows={2}
        maxLength={1000}
        defaultValue={mine ? typed.words : undefined}
        problems={mine ? problems : undefined}
      />
      <button className="button second">{t("object")}</button>
    </form>
  );
}
