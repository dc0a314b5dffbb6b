import { useTranslations } from "use-intl";
import { Membership } from "../../features/patronage/Membership";
import { memberAccountSchema } from "../../features/statement/data.server";
import { MemberYears } from "../../features/statement/MemberYears";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/member";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const account = await home.read("/household/member-account", memberAccountSchema);
  return { ...account, title: say(path)("statement.member.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function MemberAccount({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("statement");
  const path = usePath();
  return (
    <div className="stack">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <Membership account={loaderData} />
      <MemberYears years={loaderData.years} />
    </div>
  );
}
