import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { householdClaimsSchema, refused } from "../../features/claims/data.server";
import { ProblemSummary, TextArea } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claims";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const { claims } = await home.read("/household/claims", householdClaimsSchema);
  return { claims, title: say(path)("claims.household.title") };
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
      {loaderData.claims.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {loaderData.claims.map((one, index) => (
        <article key={index} className="panel stack-s">
          <h2>
            {t(one.amount_minor > 0 ? "taken" : "givenBack", {
              amount: f.moneyInWords(Math.abs(one.amount_minor), one.currency),
            })}
          </h2>
          <p>{t("why", { lot: one.lot_number, date: f.date(one.at), number: one.number })}</p>
          {one.found === "" ? null : <p>{t("found", { words: one.found })}</p>}
          {one.amount_minor < 0 ? null : one.outcome !== null ? (
            <p className="note">
              <strong>{t(`outcomes.${one.outcome}`)}</strong>
              <br />
              {one.answer}
            </p>
          ) : one.objected ? (
            <p className="note">{t("objected")}</p>
          ) : (
            <form method="post" className="stack" noValidate>
              <input type="hidden" name="claim_id" value={one.claim_id} />
              <TextArea
                name="words"
                label={t("objection")}
                rows={2}
                maxLength={1000}
                defaultValue={actionData?.typed.claim_id === one.claim_id ? actionData.typed.words : undefined}
                problems={actionData?.typed.claim_id === one.claim_id ? actionData.problems : undefined}
              />
              <button className="button second">{t("object")}</button>
            </form>
          )}
        </article>
      ))}
    </section>
  );
}
