import { Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { inLanguage } from "../../i18n/locale";
import { pathParam, usePath } from "../../lib/path";
import { company, meSchema } from "./data.server";
import type { Route } from "./+types/layout";

/** Its pages are plain documents, as at the desk, but for the form of an address: a place is chosen by script. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  return who.read("/wholesale/me", meSchema);
}

const PAGES = [
  "company",
  "quick",
  "addressees",
  "quotes",
  "agreements",
  "proformas",
  "account",
  "members",
  "addresses",
] as const;

export default function CompanyLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("companyShop");
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
          <a className="brand" href={`/${path}/wholesale/company`}>
            {loaderData.company.name}
          </a>
          <nav aria-label={t("nav")}>
            {PAGES.map((page) => (
              <a key={page} href={`/${path}/wholesale/${page}`} aria-current={page === here ? "page" : undefined}>
                {t(`pages.${page}`)}
              </a>
            ))}
            <a href={`/${path}/wholesale`}>{t("pages.shop")}</a>
            <a href={inLanguage(pathname, other)} lang={other === "zh" ? "zh-CN" : "en"}>
              {other === "zh" ? "中文" : "English"}
            </a>
          </nav>
          <form method="post" action={`/${path}/wholesale/sign-out`} className="row">
            <span className="who small">{loaderData.member.name}</span>
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
