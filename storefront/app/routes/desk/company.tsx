import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { CompanyTag } from "../../features/company/CompanyTag";
import { vettedSchema } from "../../features/company/data.server";
import { CompanyActs, Papers, Roles, TermsLine } from "../../features/company/Parts";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { ProblemSummary, TextArea } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/company";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  return desk.read(`/desk/companies/${encodeURIComponent(params.id)}`, vettedSchema);
}

/** Lets the company in, asks it for papers, or refuses it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const decision = text(form, "decision");
  if (decision !== "approved" && text(form, "words").length < 2)
    return again(form, [{ field: "words", text: say(path)("company.refusals.words_needed") }]);
  const at = `/desk/companies/${encodeURIComponent(params.id)}`;
  const done = await desk.call(`${at}/decision`, z.unknown(), {
    body: { decision, words: text(form, "words"), seen: Number(text(form, "seen")) },
  });
  return done.ok ? redirect(`/${path}${at}`) : refusedAgain(path, form, done.refusal, "words");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.company.name ?? ""} · Commonlot` },
];

/** What a manager decides from each state; the rest is the operator's. */
const DECISIONS = {
  registered: ["approved", "documents_asked", "refused"],
  documents_asked: ["refused"],
  approved: [],
  refused: [],
  suspended: [],
  closed: [],
} as const;

export default function VetCompany({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const path = usePath();
  const { company: one, documents, members, terms, same_number, acts } = loaderData;
  const problems = actionData?.problems;
  const decisions = DECISIONS[one.state];
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/companies`}>{t("vet.back")}</a>
        </p>
        <h1>{one.name}</h1>
        <ProblemSummary problems={problems} />
        <p>
          <CompanyTag state={one.state} />
        </p>
        {one.decision_words === "" ? null : <blockquote className="panel">{one.decision_words}</blockquote>}
        <dl className="facts">
          <dt>{t("taxNumber")}</dt>
          <dd>
            {one.country} {one.tax_number}
          </dd>
          <dt>{t("currency")}</dt>
          <dd>{one.currency}</dd>
          <dt>{t("termsTitle")}</dt>
          <dd>
            <TermsLine terms={terms} currency={one.currency} />
          </dd>
          <dt>{t("membersTitle")}</dt>
          <dd>
            {members.map((person) => (
              <span key={person.email} className="line">
                {person.name} · {person.email} · <Roles roles={person.roles} />
                <br />
              </span>
            ))}
          </dd>
        </dl>
        {same_number.length === 0 ? null : (
          <div className="note warn">
            <p>{t("vet.sameNumber")}</p>
            <ul>
              {same_number.map((other, at) => (
                <li key={at}>
                  {other.name} · {t(`states.${other.state}`)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      <section className="stack">
        <h2>{t("papersTitle")}</h2>
        <Papers documents={documents} href={(id) => `/${path}/desk/companies/${one.id}/papers/${id}`} />
      </section>
      <section className="stack">
        <h2>{t("vet.decide")}</h2>
        {decisions.length === 0 ? (
          <p className="panel">{t("vet.nothingToDecide")}</p>
        ) : (
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="seen" value={one.version} />
            <TextArea
              name="words"
              label={t("vet.words")}
              hint={t("vet.wordsHint")}
              rows={3}
              maxLength={500}
              defaultValue={actionData?.typed.words}
              problems={problems}
            />
            <div className="row">
              {decisions.map((decision) => (
                <button
                  key={decision}
                  className={decision === "approved" ? "button" : "button second"}
                  name="decision"
                  value={decision}
                >
                  {t(`vet.decisions.${decision}`)}
                </button>
              ))}
            </div>
          </form>
        )}
      </section>
      <section className="stack">
        <h2>{t("actsTitle")}</h2>
        <CompanyActs acts={acts} />
      </section>
    </div>
  );
}
