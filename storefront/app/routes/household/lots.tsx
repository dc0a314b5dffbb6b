import { useTranslations } from "use-intl";
import { lotsSchema } from "../../features/household/data.server";
import { LotBar } from "../../features/household/LotBar";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/lots";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  return { ...(await home.read("/household/lots", lotsSchema)), title: say(path)("householdLots.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function HouseholdLots({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("householdLots");
  const path = usePath();
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <h1>{t("title")}</h1>
      {loaderData.lots.length === 0 ? (
        <p className="panel">{t("none")}</p>
      ) : (
        loaderData.lots.map((lot) => <LotBar key={lot.id} lot={lot} />)
      )}
    </section>
  );
}
