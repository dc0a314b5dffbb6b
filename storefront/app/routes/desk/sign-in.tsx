import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { inWords, secret, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { call } from "../../lib/api.server";
import { safeNext } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { signIn } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-in";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("signIn.desk") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const answer = await call("/auth/coop_member/staff-password", z.object({ token: z.string() }), {
    body: { name: text(form, "name"), password: secret(form, "password") },
  });
  if (answer.ok)
    return signIn("desk", answer.value.token, safeNext(new URL(request.url).searchParams.get("next"), "desk", path));
  const words =
    answer.refusal.code === "sign_in_wrong" ? say(path)("signIn.wrongPassword") : inWords(path, answer.refusal);
  return data(
    { problems: [{ field: "password", text: words }], typed: typed(form) },
    { status: answer.refusal.status === 503 ? 503 : 401 },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskSignIn({ actionData }: Route.ComponentProps) {
  const t = useTranslations("signIn");
  const path = usePath();
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}`}>Commonlot</a>
      </p>
      <h1>{t("desk")}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={actionData?.problems} />
        <Input
          name="name"
          label={t("staffName")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          defaultValue={actionData?.typed.name}
          problems={actionData?.problems}
        />
        <Input
          name="password"
          label={t("password")}
          type="password"
          autoComplete="current-password"
          required
          problems={actionData?.problems}
        />
        <button className="button">{t("go")}</button>
      </form>
    </main>
  );
}
