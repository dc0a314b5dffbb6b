import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { call } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { safeNext } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { signIn } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-in";

export const handle = { plain: true };

export function loader({ request, params }: Route.LoaderArgs) {
  const query = new URL(request.url).searchParams;
  const next = query.get("next");
  return {
    title: say(pathParam(params))("signIn.household"),
    card: query.get("card") ?? "",
    byPhone: `sign-in/phone${next === null ? "" : `?next=${encodeURIComponent(next)}`}`,
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const answer = await call("/auth/household/card-pin", z.object({ token: z.string() }), {
    body: { card: text(form, "card"), pin: text(form, "pin").normalize("NFKC") },
    headers: clientAddress(request),
  });
  if (answer.ok)
    return signIn(
      "household",
      answer.value.token,
      safeNext(new URL(request.url).searchParams.get("next"), "household", path),
    );
  const words = answer.refusal.code === "sign_in_wrong" ? say(path)("signIn.wrongPin") : inWords(path, answer.refusal);
  return data(
    { problems: [{ field: fieldOf(answer.refusal, "pin"), text: words }], typed: typed(form) },
    { status: [429, 503].includes(answer.refusal.status) ? answer.refusal.status : 401 },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function HouseholdSignIn({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("signIn");
  const path = usePath();
  return (
    <div className="hh">
      <main className="stack" id="main">
        <h1>{t("household")}</h1>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={actionData?.problems} />
          <Input
            name="card"
            label={t("card")}
            hint={t("cardHint")}
            autoComplete="username"
            autoCapitalize="characters"
            required
            defaultValue={actionData?.typed.card ?? loaderData.card}
            problems={actionData?.problems}
          />
          <Input
            name="pin"
            label={t("pin")}
            type="password"
            inputMode="numeric"
            autoComplete="current-password"
            required
            problems={actionData?.problems}
          />
          <button className="button">{t("go")}</button>
        </form>
        <a className="button second" href={`/${path}/home/${loaderData.byPhone}`}>
          {t("byPhone")}
        </a>
        <p className="muted">{t("forgot")}</p>
      </main>
    </div>
  );
}
