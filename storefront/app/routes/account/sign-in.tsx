import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { signInBuyer } from "../../features/buyer/sign-in.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/sign-in";

export const handle = { still: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("buyer.signIn") };
}

export const action = ({ request, params }: Route.ActionArgs) => signInBuyer(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function BuyerSignIn({ actionData }: Route.ComponentProps) {
  const t = useTranslations("buyer");
  const path = usePath();
  const [query] = useSearchParams();
  const next = query.get("next");
  const more = next === null ? "" : `next=${encodeURIComponent(next)}`;
  return (
    <div className="narrow stack">
      <h1 className="section-title">{t("signIn")}</h1>
      {query.has("closed") ? (
        <p className="note good" role="status">
          {t("closed")}
        </p>
      ) : null}
      <p>{t("signInLead")}</p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={actionData?.problems} />
        <Input
          name="email"
          label={t("email")}
          type="email"
          autoComplete="username"
          required
          defaultValue={actionData?.typed.email}
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
        <button className="button">{t("signIn")}</button>
      </form>
      <p>
        <a href={`/${path}/account/code?why=forgotten${more && `&${more}`}`}>{t("forgotten")}</a>
      </p>
      <p>
        <a className="button second" href={`/${path}/account/code${more && `?${more}`}`}>
          {t("join")}
        </a>
      </p>
    </div>
  );
}
