import { Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { inLanguage } from "../../i18n/locale";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { meSchema } from "./data.server";
import type { Route } from "./+types/layout";

/** Large, plain documents for cheap phones and weak networks: no script. */
export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const home = await member(request, "household", pathParam(params));
  return home.read("/household/me", meSchema);
}

export default function HouseholdLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("household");
  const path = usePath();
  const { pathname } = useLocation();
  const other = path === "zh" ? "en" : "zh";
  const phone = loaderData.cooperative.phone;
  const { you } = loaderData;
  return (
    <div className="hh">
      <header className="top">
        <div className="wrap">
          <a className="brand" href={`/${path}/home`}>
            {loaderData.household.name}
          </a>
          <a href={inLanguage(pathname, other)} lang={other === "zh" ? "zh-CN" : "en"}>
            {other === "zh" ? "中文" : "English"}
          </a>
          <form method="post" action={`/${path}/home/sign-out`}>
            <button className="button quiet">{t("signOut")}</button>
          </form>
        </div>
      </header>
      <main id="main" className="stack-l">
        {you.relative === null ? null : (
          <p className="note">{t(`as.${you.right}`, { name: you.relative, household: loaderData.household.name })}</p>
        )}
        {you.homes > 1 ? (
          <a className="button second" href={`/${path}/home/choose`}>
            {t("another")}
          </a>
        ) : null}
        <Outlet />
        <p className="stack-s">
          {phone ? (
            <a className="call" href={`tel:${phone}`}>
              {t("call", { phone })}
            </a>
          ) : null}
          <span className="muted">{loaderData.cooperative.name[path]}</span>
        </p>
      </main>
    </div>
  );
}
