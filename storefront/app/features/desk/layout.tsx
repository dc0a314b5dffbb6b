import { Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { inLanguage } from "../../i18n/locale";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { meSchema } from "./data.server";
import type { Route } from "./+types/layout";

/** Desk pages are plain documents: forms and links, no script. */
export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  // The weighing page is kept on the device without a name (features/weigh-in/client/kept-page.ts).
  const kept = new URL(request.url).searchParams.has("kept");
  return { ...(await desk.read("/desk/me", meSchema)), kept };
}

const PAGES = ["", "weigh-in", "lots", "households", "pools", "parcels", "shorts", "settlement"] as const;

/** Who sees the money: others are not led to a page that turns them away. */
const MONEY = new Set(["accountant", "manager"]);

export default function DeskLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("desk");
  const path = usePath();
  const { pathname } = useLocation();
  const other = path === "zh" ? "en" : "zh";
  const here = pathname.split("/")[3] ?? "";
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <div className="wrap">
          <a className="brand" href={`/${path}/desk`}>
            {loaderData.cooperative.name[path]}
          </a>
          <nav aria-label={t("nav")}>
            {PAGES.filter((page) => page !== "settlement" || MONEY.has(loaderData.member.role)).map((page) => (
              <a
                key={page}
                href={`/${path}/desk${page === "" ? "" : `/${page}`}`}
                aria-current={page === here ? "page" : undefined}
              >
                {t(`pages.${page === "" ? "today" : page === "weigh-in" ? "weighIn" : page}`)}
              </a>
            ))}
            {loaderData.member.role === "manager" ? (
              <>
                <a href={`/${path}/desk/shop`} aria-current={here === "shop" ? "page" : undefined}>
                  {t("pages.shop")}
                </a>
                <a href={`/${path}/desk/quotes`} aria-current={here === "quotes" ? "page" : undefined}>
                  {t("pages.quotes")}
                </a>
                <a href={`/${path}/desk/agreements`} aria-current={here === "agreements" ? "page" : undefined}>
                  {t("pages.agreements")}
                </a>
                <a href={`/${path}/desk/companies`} aria-current={here === "companies" ? "page" : undefined}>
                  {t("pages.companies")}
                </a>
                <a href={`/${path}/desk/team`} aria-current={here === "team" ? "page" : undefined}>
                  {t("pages.team")}
                </a>
              </>
            ) : null}
            <a href={inLanguage(pathname, other)} lang={other === "zh" ? "zh-CN" : "en"}>
              {other === "zh" ? "中文" : "English"}
            </a>
          </nav>
          {loaderData.cooperatives.length > 1 ? (
            <form method="post" action={`/${path}/desk/cooperative`} className="row">
              <label className="visually-hidden" htmlFor="cooperative_id">
                {t("cooperative")}
              </label>
              <select id="cooperative_id" name="cooperative_id" defaultValue={loaderData.cooperative.id}>
                {loaderData.cooperatives.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name?.[path]}
                  </option>
                ))}
              </select>
              <button className="button quiet">{t("switch")}</button>
            </form>
          ) : null}
          <form method="post" action={`/${path}/desk/sign-out`} className="row">
            <span className="who small">
              {loaderData.kept
                ? t("kept")
                : t("who", { name: loaderData.member.name, role: t(`roles.${loaderData.member.role}`) })}
            </span>
            <button className="button quiet">{t("signOut")}</button>
          </form>
        </div>
      </header>
      <main className="wrap" id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
