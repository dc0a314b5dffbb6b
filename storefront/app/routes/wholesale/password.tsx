import { useTranslations } from "use-intl";
import { proveMember } from "../../features/company/account.server";
import { ProveForm } from "../../features/company/ProveForm";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/password";

export const handle = { plain: true };

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("company.passwordTitle") };
}

export const action = ({ request, params }: Route.ActionArgs) => proveMember(request, pathParam(params), "passwords");

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function CompanyPassword({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("company");
  const shop = useTranslations("companyShop");
  const path = usePath();
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}/wholesale/sign-in`}>{shop("signIn")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <ProveForm answered={actionData} lead={t("passwordLead")} go={t("passwordGo")} />
    </main>
  );
}
