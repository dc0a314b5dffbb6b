import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company, membersSchema } from "../../features/company/data.server";
import { LeftLines, LimitLines, Roles } from "../../features/company/Parts";
import { LimitFields } from "../../features/company/LimitFields";
import { memberLimits } from "../../features/company/limits.server";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { RoleFields } from "../../features/company/RoleFields";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/members";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  return {
    ...(await who.read("/wholesale/members", membersSchema)),
    invited: new URL(request.url).searchParams.has("invited"),
    title: say(path)("companyShop.pages.members"),
  };
}

/** Invites somebody, or takes an invitation back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const here = `/${path}/wholesale/members`;
  if (text(form, "intent") === "withdraw") {
    const to = `/wholesale/invites/${encodeURIComponent(text(form, "invite"))}/withdraw`;
    const gone = await who.call(to, z.unknown(), { body: {} });
    return gone.ok ? redirect(here) : refusedAgain(path, form, gone.refusal, "email");
  }
  const roles = form.getAll("roles");
  const limits = memberLimits(path, form);
  const problems = [
    ...(roles.length === 0 ? [{ field: "roles", text: say(path)("company.chooseRole") }] : []),
    ...limits.problems,
  ];
  if (problems.length > 0) return again(form, problems);
  const done = await who.call("/wholesale/invites", z.unknown(), {
    body: { name: text(form, "name"), email: text(form, "email"), roles, limits: limits.value },
  });
  return done.ok ? redirect(`${here}?invited`) : refusedAgain(path, form, done.refusal, "email");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function MembersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const f = useFormats();
  const path = usePath();
  const { members, invites, currency, may_change } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("membersLead")}</p>
        {loaderData.invited ? (
          <p className="note good" role="status">
            {t("invited")}
          </p>
        ) : null}
        <ul className="plain stack-s">
          {members.map((one) => (
            <li key={one.id} className="panel row between">
              <span>
                <strong>
                  {one.name} {one.you ? t("youMark") : ""}
                </strong>{" "}
                · <Roles roles={one.roles} />
                <br />
                <span className="muted">
                  {one.email} · <LimitLines limits={one.limits} currency={currency} />
                  {one.spent === null ? null : (
                    <>
                      <br />
                      <LeftLines spent={one.spent} roles={one.roles} currency={currency} />
                    </>
                  )}
                </span>
              </span>
              {may_change || one.you ? (
                <a className="button second" href={`/${path}/wholesale/members/${encodeURIComponent(one.id)}`}>
                  {t(may_change ? "change" : "leave")} <span className="visually-hidden">{one.name}</span>
                </a>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      {invites.length === 0 ? null : (
        <section className="stack">
          <h2>{t("waiting")}</h2>
          <ul className="plain stack-s">
            {invites.map((one) => (
              <li key={one.id}>
                <form method="post" className="panel row between">
                  <input type="hidden" name="invite" value={one.id} />
                  <span>
                    <strong>{one.name}</strong> · <Roles roles={one.roles} />
                    <br />
                    <span className="muted">
                      {one.email} · <LimitLines limits={one.limits} currency={currency} /> ·{" "}
                      {t("until", { date: f.date(one.expires_at) })}
                    </span>
                  </span>
                  <button className="button second" name="intent" value="withdraw">
                    {t("withdraw")} <span className="visually-hidden">{one.name}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      )}
      {may_change ? (
        <section className="stack">
          <h2>{t("invite")}</h2>
          <p>{t("inviteLead")}</p>
          <form method="post" className="stack" noValidate action={`/${path}/wholesale/members`}>
            <ProblemSummary problems={problems} />
            <div className="fields two">
              <Input
                name="name"
                label={t("theirName")}
                required
                autoComplete="off"
                defaultValue={typed.name}
                problems={problems}
              />
              <Input
                name="email"
                label={t("theirEmail")}
                type="email"
                required
                autoComplete="off"
                defaultValue={typed.email}
                problems={problems}
              />
            </div>
            <RoleFields chosen={(typed.roles ?? "").split(",")} problems={problems} />
            <h3>{t("limitsTitle")}</h3>
            <p>{t("limitsLead")}</p>
            <LimitFields currency={currency} values={typed} problems={problems} />
            <button className="button">{t("inviteGo")}</button>
          </form>
        </section>
      ) : null}
    </div>
  );
}
