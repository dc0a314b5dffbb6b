import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { proveByCode } from "../../features/buyer/sign-in.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/code";

export const handle = { still: true };

/** A new account and a forgotten password are one way: who reads the mailbox chooses the password. */
export function loader({ request, params }: Route.LoaderArgs) {
  const forgotten = new URL(request.url).searchParams.get("why") === "forgotten";
  return { forgotten, title: say(pathParam(params))(forgotten ? "buyer.forgottenTitle" : "buyer.join") };
}

export const action = ({ request, params }: Route.ActionArgs) => proveByCode(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function CodePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const [query] = useSearchParams();
  const { forgotten, title } = loaderData;
  const email = actionData?.typed.email ?? query.get("email") ?? "";
  const problems = actionData?.problems;
  return (
    <div className="narrow stack">
      <h1 className="section-title">{title}</h1>
      {actionData?.sent ? (
        <>
          <p className="note" role="status">
            {t("sent", { email })}
          </p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <input type="hidden" name="email" value={email} autoComplete="username" />
            <Input
              name="code"
              label={t("code")}
              hint={t("codeHint")}
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              problems={problems}
            />
            {forgotten ? null : (
              <Input
                name="name"
                label={t("name")}
                hint={t("nameHint")}
                autoComplete="name"
                defaultValue={actionData.typed.name}
                problems={problems}
              />
            )}
            <Input
              name="password"
              label={t("newPassword")}
              hint={t("newPasswordHint")}
              type="password"
              autoComplete="new-password"
              required
              problems={problems}
            />
            <div className="row">
              <button className="button" name="step" value="check">
                {t(forgotten ? "setPassword" : "join")}
              </button>
              <button className="button second" name="step" value="send" formNoValidate>
                {t("sendAgain")}
              </button>
            </div>
          </form>
        </>
      ) : (
        <>
          <p>{t(forgotten ? "forgottenLead" : "joinLead")}</p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <Input
              name="email"
              label={t("email")}
              type="email"
              autoComplete="email"
              required
              defaultValue={email}
              problems={problems}
            />
            <button className="button" name="step" value="send">
              {t("sendCode")}
            </button>
          </form>
        </>
      )}
    </div>
  );
}
