import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { done, refused } from "../../features/people/actions.server";
import { inviteSchema } from "../../features/team/data.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { secret, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { asResponse, call } from "../../lib/api.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/join";

export const handle = { plain: true };

/** Somebody with the link of an invitation: what they are asked, and a password of their own. */
export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const found = await call(`/invites/${encodeURIComponent(params.token)}`, inviteSchema);
  const headers = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
  if (found.ok) {
    const cooperative = found.value.cooperative?.name[path] ?? "";
    return data({ ...found.value, title: say(path)("team.joinTitle", { cooperative }) }, { headers });
  }
  if (found.refusal.code === "invite_used") {
    return data({ invite: null, title: say(path)("team.used") }, { status: 410, headers });
  }
  if (found.refusal.status !== 404) throw asResponse(found.refusal);
  return data({ invite: null, title: say(path)("team.gone") }, { status: 404, headers });
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const password = secret(form, "password");
  const answer = await call(`/invites/${encodeURIComponent(params.token)}`, done, {
    body: { name: text(form, "name"), ...(password === "" ? {} : { password }) },
  });
  return answer.ok ? redirect(`/${path}/desk/sign-in`) : refused(path, form, answer.refusal, "name");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function Join({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("team");
  const roles = useTranslations("desk.roles");
  const path = usePath();
  const { invite } = loaderData;
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <h1>{loaderData.title}</h1>
      {invite === null ? (
        <p>
          <a className="button second" href={`/${path}/desk/sign-in`}>
            {t("toSignIn")}
          </a>
        </p>
      ) : (
        <>
          <p>{t("joinLead", { role: roles(invite.role), name: invite.sign_in_name })}</p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <Input
              name="name"
              label={t("yourName")}
              autoComplete="name"
              required
              defaultValue={actionData?.typed.name ?? invite.name}
              problems={problems}
            />
            {invite.known ? (
              <p className="note">{t("joinKnown")}</p>
            ) : (
              <Input
                name="password"
                label={t("password")}
                hint={t("passwordHint")}
                type="password"
                autoComplete="new-password"
                required
                problems={problems}
              />
            )}
            <button className="button">{t("join")}</button>
          </form>
        </>
      )}
    </main>
  );
}
