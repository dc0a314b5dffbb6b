import { data } from "react-router";
import { useTranslations } from "use-intl";
import { enter, entered, joinedSchema, linkSchema } from "../../features/agent/data.server";
import { again, refusedAgain } from "../../features/company/refusals.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { secret } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { asResponse, call } from "../../lib/api.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/join";

export const handle = { plain: true };

/** An agent with the operator's link chooses a password. */
export async function loader({ params }: Route.LoaderArgs) {
  const t = say(pathParam(params));
  const found = await call(`/agent/joins/${encodeURIComponent(params.token)}`, linkSchema);
  const headers = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" };
  if (found.ok) return data({ agent: found.value.agent, title: t("agent.joinTitle") }, { headers });
  if (found.refusal.status !== 404) throw asResponse(found.refusal);
  return data({ agent: null, title: t("agent.joinGone") }, { status: 404, headers });
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const password = secret(form, "password");
  const joined = await call(`/agent/joins/${encodeURIComponent(params.token)}`, joinedSchema, {
    body: { password, language: path },
  });
  if (!joined.ok) return refusedAgain(path, form, joined.refusal, "password");
  const answer = await enter(request, joined.value.agent.email, password);
  if (!answer.ok) return again(form, [{ field: "password", text: say(path)("agent.wrongPassword") }]);
  return entered(request, path, answer.value.token);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function JoinAsAgent({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agent");
  const words = useTranslations("buyer");
  const path = usePath();
  const { agent } = loaderData;
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <h1>{loaderData.title}</h1>
      {agent === null ? (
        <p>
          <a className="button second" href={`/${path}/agent/sign-in`}>
            {t("signIn")}
          </a>
        </p>
      ) : (
        <>
          <p>{t("joinLead", { name: agent.name, email: agent.email })}</p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <Input
              name="password"
              label={t("password")}
              hint={words("newPasswordHint")}
              type="password"
              autoComplete="new-password"
              required
              problems={problems}
            />
            <button className="button">{t("joinGo")}</button>
          </form>
        </>
      )}
    </main>
  );
}
