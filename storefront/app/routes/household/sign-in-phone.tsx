import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { call, type Refusal } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { safeNext } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { signIn } from "../../lib/sessions.server";
import type { Route } from "./+types/sign-in-phone";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("signIn.household") };
}

/** Two forms on one address: ask for a code, then type it. The phone stays in the second form. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const phone = text(form, "phone");
  const refused = (refusal: Refusal, field: "phone" | "code", wrong: "wrongPhone" | "wrongCode", sent: boolean) => {
    const words = refusal.code === "sign_in_wrong" ? say(path)(`signIn.${wrong}`) : inWords(path, refusal);
    const status = [429, 503].includes(refusal.status) ? refusal.status : 401;
    return data({ sent, problems: [{ field: fieldOf(refusal, field), text: words }], typed: typed(form) }, { status });
  };
  if (form.get("step") !== "check") {
    const asked = await call("/auth/household/phone-code", z.object({ location: z.string() }), {
      body: { phone },
      headers: clientAddress(request),
    });
    if (asked.ok) return data({ sent: true, problems: [], typed: typed(form) });
    // A code that was sent a moment ago is still good: it can be typed.
    const sent = asked.refusal.code === "code_too_soon";
    return refused(asked.refusal, sent ? "code" : "phone", "wrongPhone", sent);
  }
  const answer = await call("/auth/household/phone-code/callback", z.object({ token: z.string() }), {
    body: { phone, code: text(form, "code") },
    headers: clientAddress(request),
  });
  if (!answer.ok) return refused(answer.refusal, "code", "wrongCode", true);
  const next = safeNext(new URL(request.url).searchParams.get("next"), "household", path);
  return signIn("household", answer.value.token, next);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PhoneSignIn({ actionData }: Route.ComponentProps) {
  const t = useTranslations("signIn");
  const path = usePath();
  const phone = actionData?.typed.phone;
  const problems = actionData?.problems;
  return (
    <div className="hh">
      <main className="stack" id="main">
        <h1>{t("household")}</h1>
        {actionData?.sent ? (
          <>
            <p className="note" role="status">
              {t("codeSent")}
            </p>
            <form method="post" className="stack" noValidate>
              <ProblemSummary problems={problems} />
              <input type="hidden" name="phone" value={phone} />
              <Input
                name="code"
                label={t("code")}
                hint={t("codeHint")}
                inputMode="numeric"
                autoComplete="one-time-code"
                required
                problems={problems}
              />
              <button className="button" name="step" value="check">
                {t("go")}
              </button>
              <button className="button second" name="step" value="send">
                {t("sendAgain")}
              </button>
            </form>
          </>
        ) : (
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <Input
              name="phone"
              label={t("phone")}
              hint={t("phoneHint")}
              type="tel"
              autoComplete="tel"
              required
              defaultValue={phone}
              problems={problems}
            />
            <button className="button" name="step" value="send">
              {t("sendCode")}
            </button>
          </form>
        )}
        <a className="button second" href={`/${path}/home/sign-in`}>
          {t("byCard")}
        </a>
        <p className="muted">{t("forgot")}</p>
      </main>
    </div>
  );
}
