import { data } from "react-router";
import { useTranslations } from "use-intl";
import { enter, entered } from "../../features/agent/data.server";
import { companyWords } from "../../features/company/refusals.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { secret, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/sign-in";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("agent.signIn") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const answer = await enter(request, text(form, "email"), secret(form, "password"));
  if (answer.ok) return entered(request, path, answer.value.token);
  const { code, status } = answer.refusal;
  const said = code === "sign_in_wrong" ? say(path)("agent.wrongPassword") : companyWords(path, answer.refusal);
  return data({ problems: [{ field: "password", text: said }], typed: typed(form) }, { status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function AgentSignIn({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("agent");
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <h1>{loaderData.title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <Input
          name="email"
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          defaultValue={actionData?.typed.email}
          problems={problems}
        />
        <Input
          name="password"
          label={t("password")}
          type="password"
          autoComplete="current-password"
          required
          problems={problems}
        />
        <button className="button">{t("enter")}</button>
      </form>
      <p className="muted">{t("forgotten")}</p>
    </main>
  );
}
