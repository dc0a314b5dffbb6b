import { useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { signInMember } from "../../features/company/account.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/sign-in";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("companyShop.signIn") };
}

export const action = ({ request, params }: Route.ActionArgs) => signInMember(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function CompanySignIn({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const shop = useTranslations("companyShop");
  const path = usePath();
  const [query] = useSearchParams();
  const problems = actionData?.problems;
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}/wholesale`}>{t("toWholesale")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      {query.has("left") ? (
        <p className="note good" role="status">
          {t("leftNote")}
        </p>
      ) : null}
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
      <p>
        <a href={`/${path}/wholesale/password`}>{t("forgottenPassword")}</a>
      </p>
      <p>
        <a className="button second" href={`/${path}/wholesale/register`}>
          {shop("register")}
        </a>
      </p>
    </main>
  );
}
