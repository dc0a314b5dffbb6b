import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { homesSchema } from "../../features/household/data.server";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member, safeNext } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import { switchHousehold } from "../../lib/sessions.server";
import type { Route } from "./+types/choose";

export const handle = { plain: true };

/** Which household, where a phone opens several: one's own, or those that named one. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const { homes } = await home.read("/household/homes", homesSchema);
  if (homes.length === 1) throw redirect(`/${path}/home`);
  return { homes, title: say(path)("household.choose") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const chosen = text(await request.formData(), "household");
  const next = safeNext(new URL(request.url).searchParams.get("next"), "household", path);
  return switchHousehold(request, chosen, next.startsWith(`/${path}/home/choose`) ? `/${path}/home` : next);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function Choose({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("household");
  return (
    <div className="hh">
      <main className="stack" id="main">
        <h1>{loaderData.title}</h1>
        {loaderData.homes.length === 0 ? <p className="panel">{t("noHomes")}</p> : null}
        <form method="post" className="stack">
          {loaderData.homes.map((home) => (
            <button className="button second" name="household" value={home.id} key={home.id}>
              {home.name} · {home.card_number}
              <br />
              {t(`rights.${home.right}`)}
            </button>
          ))}
        </form>
        <form method="post" action="sign-out">
          <button className="button quiet">{t("signOut")}</button>
        </form>
      </main>
    </div>
  );
}
