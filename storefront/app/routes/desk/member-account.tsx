import { useTranslations } from "use-intl";
import { deskMemberAccountSchema } from "../../features/statement/data.server";
import { MemberYears } from "../../features/statement/MemberYears";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/member-account";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  return desk.read(`/desk/households/${encodeURIComponent(params.id)}/member-account`, deskMemberAccountSchema);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.household.name ?? ""} · Commonlot` },
];

export default function DeskMemberAccount({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("statement.member");
  const path = usePath();
  const { household, years } = loaderData;
  return (
    <div className="stack narrow">
      <p>
        <a href={`/${path}/desk/households/${household.id}`}>{household.name}</a>
      </p>
      <h1>{t("of", { name: household.name, card: household.card_number })}</h1>
      <MemberYears years={years} />
    </div>
  );
}
