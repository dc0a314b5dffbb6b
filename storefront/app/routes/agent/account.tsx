import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { AccountFields } from "../../features/agent/AccountFields";
import { accountSchema, agent, meSchema } from "../../features/agent/data.server";
import { done, refused, refusedWith } from "../../features/people/actions.server";
import { accountOf } from "../../features/people/change.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { secret, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/account";

export const handle = { plain: true };

/** Where an agent's commission goes: named, or another one named, with the password anew. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await agent(request, path);
  const [me, { account }] = await Promise.all([
    who.read("/agent/me", meSchema),
    who.read("/agent/account", accountSchema),
  ]);
  return { name: me.agent.name, first: account === null, title: say(path)("agent.account.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await member(request, "agent", path);
  const form = await request.formData();
  const { rail: _, ...account } = accountOf(form);
  const old_stops = text(form, "old_stops") === "yes";
  const answer = await who.call("/agent/account", done, {
    body: { ...account, old_stops, password: secret(form, "password") },
  });
  if (answer.ok) return redirect(`/${path}/agent#account`);
  form.delete("password");
  if (answer.refusal.code === "sign_in_wrong")
    return refusedWith(form, [{ field: "password", text: say(path)("agent.account.wrongPassword") }]);
  return refused(path, form, answer.refusal, "account");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function AgentAccount({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agent");
  const path = usePath();
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}/agent`}>{t("backHome")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("account.lead")}</p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <AccountFields
          problems={problems}
          typed={actionData?.typed ?? {}}
          name={loaderData.name}
          replaces={!loaderData.first}
        />
        <Input
          name="password"
          label={t("account.password")}
          type="password"
          autoComplete="current-password"
          required
          problems={problems}
        />
        <button className="button">{t("account.save")}</button>
      </form>
    </main>
  );
}
