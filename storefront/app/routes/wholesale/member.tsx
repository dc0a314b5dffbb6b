import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company, membersSchema } from "../../features/company/data.server";
import { LimitFields } from "../../features/company/LimitFields";
import { memberLimits } from "../../features/company/limits.server";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { RoleFields } from "../../features/company/RoleFields";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import { signOut } from "../../lib/sessions.server";
import type { Route } from "./+types/member";

export const handle = { plain: true };

/** One member: other roles and limits, for owners; the end of it, for owners and oneself. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const { members, currency, may_change } = await who.read("/wholesale/members", membersSchema);
  const one = members.find(({ id, you }) => id === params.id && (may_change || you));
  if (!one) throw new Response(null, { status: 404 });
  const { per_order_minor, per_window } = one.limits;
  return {
    one,
    currency,
    may_change,
    per_order: per_order_minor === null ? "" : majorText(per_order_minor, currency),
    per_window: per_window === null ? "" : majorText(per_window.limit_minor, currency),
    title: say(path)("company.memberTitle", { name: one.name }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const list = `/${path}/wholesale/members`;
  const intent = text(form, "intent");
  if (intent === "leave" || intent === "end") {
    const to = intent === "leave" ? "/wholesale/me/leave" : `/wholesale/members/${encodeURIComponent(params.id)}/end`;
    const done = await who.call(to, z.unknown(), { body: { forget: form.has("forget") } });
    if (!done.ok) return refusedAgain(path, form, done.refusal, "forget");
    return intent === "leave" ? signOut("company", request, `/${path}/wholesale/sign-in?left`) : redirect(list);
  }
  const limits = memberLimits(path, form);
  const roles = form.getAll("roles");
  const problems = [
    ...(roles.length === 0 ? [{ field: "roles", text: say(path)("company.chooseRole") }] : []),
    ...limits.problems,
  ];
  if (problems.length > 0) return again(form, problems);
  const done = await who.call(`/wholesale/members/${encodeURIComponent(params.id)}`, z.unknown(), {
    body: { roles, limits: limits.value, seen: Number(text(form, "seen")) },
  });
  return done.ok ? redirect(list) : refusedAgain(path, form, done.refusal, "roles");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function MemberPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const shop = useTranslations("companyShop");
  const path = usePath();
  const { one, currency, may_change } = loaderData;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/wholesale/members`}>{t("backToMembers")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <ProblemSummary problems={problems} />
        {may_change ? (
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="seen" value={one.version} />
            <RoleFields chosen={typed.roles === undefined ? one.roles : typed.roles.split(",")} problems={problems} />
            <h2>{t("limitsTitle")}</h2>
            <p>{t("limitsLead")}</p>
            <LimitFields
              currency={currency}
              values={{
                per_order: typed.per_order ?? loaderData.per_order,
                window: typed.window ?? one.limits.per_window?.kind ?? "",
                per_window: typed.per_window ?? loaderData.per_window,
              }}
              problems={problems}
            />
            <button className="button">{shop("save")}</button>
          </form>
        ) : null}
      </section>
      <section className="stack">
        <h2>{one.you ? t("leaveTitle") : t("endTitle", { name: one.name })}</h2>
        <p>{t(one.you ? "leaveLead" : "endLead")}</p>
        <form method="post" className="stack">
          <label className="check">
            <input type="checkbox" name="forget" id="forget" value="yes" />
            <span>{t("forget")}</span>
          </label>
          <p>
            <button className="button second" name="intent" value={one.you ? "leave" : "end"}>
              {t(one.you ? "leaveGo" : "endGo")}
            </button>
          </p>
        </form>
      </section>
    </div>
  );
}
