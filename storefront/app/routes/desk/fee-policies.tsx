import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { feePoliciesSchema, formOf, proposed, refusedHere } from "../../features/fee-policies/data.server";
import { ProposalPanel } from "../../features/fee-policies/ProposalPanel";
import { ProposeForm } from "../../features/fee-policies/ProposeForm";
import { VersionPanel } from "../../features/fee-policies/VersionPanel";
import { LOOKS } from "../../features/fee-policies/words";
import { ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/fee-policies";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const found = await desk.read("/desk/fee-policies", feePoliciesSchema, {
    cursor: asked.get("cursor") ?? undefined,
    before: asked.get("before") ?? undefined,
  });
  const all = found.in_force.find((one) => one.product_id === null);
  return { found, form: formOf(all, found.today), title: say(path)("feePolicies.title") };
}

/** Proposes, or ends a proposal; what was typed stays when it can't be. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const here = `/${path}/desk/fee-policies`;
  const id = text(form, "proposal_id");
  if (id !== "") {
    const [field, decision] = [`words:${id}`, text(form, "decision")];
    const words = text(form, field);
    if (decision !== "confirmed" && words.length < 2) {
      const problems = [{ field, text: say(path)("feePolicies.problems.words") }];
      return data({ act: "decide", problems, typed: typed(form) }, { status: 400 });
    }
    const at = `/desk/fee-policies/${encodeURIComponent(id)}/decision`;
    const answer = await desk.call(at, z.unknown(), { body: { decision, words } });
    if (answer.ok) return redirect(here);
    const problems = refusedHere(path, answer.refusal, decision === "confirmed" ? "waiting" : field);
    return data({ act: "decide", problems, typed: typed(form) }, { status: answer.refusal.status });
  }
  const standing = await desk.read("/desk/fee-policies", feePoliciesSchema);
  const { body, problems } = proposed(path, form, standing);
  if (problems.length > 0) return data({ act: "propose", problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/fee-policies", z.unknown(), { body });
  if (answer.ok) return redirect(`${here}#waiting`);
  const refused = refusedHere(path, answer.refusal, "reason");
  return data({ act: "propose", problems: refused, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** By what sales are divided: what counts, what will, what waits for a second person, and how it came about. */
export default function FeePoliciesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("feePolicies");
  const f = useFormats();
  const path = usePath();
  const { found, form } = loaderData;
  const proposing = actionData?.act === "propose" ? actionData : undefined;
  const deciding = actionData?.act === "decide" ? actionData : undefined;
  const here = `/${path}/desk/fee-policies`;
  const standingFor = (product_id: string | null) =>
    found.in_force.find((one) => one.product_id === product_id) ??
    found.in_force.find((one) => one.product_id === null);
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`/${path}/desk/settlement`}>{t("back")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={deciding?.problems} />
      </section>
      <section className="stack narrow" id="waiting">
        <h2>{t("waiting")}</h2>
        {found.waiting.length === 0 ? <p>{t("noWaiting")}</p> : null}
        <ul className="plain stack">
          {found.waiting.map((one) => (
            <ProposalPanel
              key={one.id}
              proposal={one}
              before={standingFor(one.product_id)}
              may_decide={found.may_decide}
              today={found.today}
              problems={deciding?.problems}
              was={deciding?.typed ?? {}}
            />
          ))}
        </ul>
      </section>
      <section className="stack narrow">
        <h2>{t("inForce")}</h2>
        {found.in_force.length === 0 ? <p className="panel">{t("none")}</p> : null}
        <ul className="plain stack">
          {found.in_force.map((one) => (
            <VersionPanel key={one.id} version={one} />
          ))}
        </ul>
      </section>
      <section className="stack narrow">
        <h2>{t("coming")}</h2>
        {found.coming.length === 0 ? <p>{t("noComing")}</p> : null}
        <ul className="plain stack">
          {found.coming.map((one) => (
            <VersionPanel key={one.id} version={one} />
          ))}
        </ul>
      </section>
      {found.in_force.length === 0 ? null : (
        <section className="stack narrow">
          <h2>{t("change")}</h2>
          <ProposeForm found={found} form={form} was={proposing?.typed} problems={proposing?.problems} />
        </section>
      )}
      <section className="stack narrow">
        <h2>{t("history")}</h2>
        <ul className="plain stack-s">
          {found.versions.map((one) => (
            <VersionPanel key={one.id} version={one} folded />
          ))}
        </ul>
        {found.next_version === null ? null : (
          <p>
            <a href={`${here}?before=${found.next_version}`}>{t("olderVersions")}</a>
          </p>
        )}
      </section>
      <section className="stack narrow">
        <h2>{t("proposals")}</h2>
        {found.proposals.length === 0 ? <p>{t("noProposals")}</p> : null}
        <ul className="plain stack-s">
          {found.proposals.map((one) => {
            const person = one.by_operator ? t("operator") : (one.proposed_by ?? t("somebody"));
            return (
              <li key={one.id} className="panel stack-s">
                <p className="row between">
                  <strong>{one.product ?? t("allGoods")}</strong>
                  <Tag look={LOOKS[one.state]}>{t(`states.${one.state}`)}</Tag>
                </p>
                <p>{t("proposedBy", { person, at: f.time(one.proposed_at), from: f.date(one.from_day) })}</p>
                <p>{t("why", { reason: one.reason })}</p>
                {one.decided_words === null ? null : (
                  <p>{t("decided", { person: one.decided_by ?? t("operator"), words: one.decided_words })}</p>
                )}
              </li>
            );
          })}
        </ul>
        <Older href={found.next === null ? null : `${here}?cursor=${encodeURIComponent(found.next)}`} />
      </section>
    </div>
  );
}
