import { Outlet } from "react-router";
import { useLocation, useMatches, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { CompanyHeader, type CompanyMe } from "../company/CompanyHeader";
import { SearchForm } from "../find/SearchForm";
import { inLanguage } from "../../i18n/locale";
import { usePath } from "../../lib/path";
import { shopSession } from "../../lib/sessions.server";
import { CART_SLOT, cartCountHtml } from "./cart-count";
import type { Route } from "./+types/layout";

export async function loader({ request }: Route.LoaderArgs): Promise<{ cart_count: number }> {
  const session = await shopSession(request);
  return { cart_count: session.get("cart_count") ?? 0 };
}

export default function StoreLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("layout");
  const path = usePath();
  const { pathname } = useLocation();
  const [query] = useSearchParams();
  const other = path === "zh" ? "en" : "zh";
  const count = loaderData.cart_count;
  // A page about what a company ordered stands in the company's own frame, for who is signed in for it.
  const me = useMatches()
    .map(companyOf)
    .find((one) => one !== undefined);
  if (me)
    return (
      <div className="shop">
        <a className="skip" href="#main">
          {t("skip")}
        </a>
        <CompanyHeader me={me} here="orders" />
        <p className="wrap only-print">Commonlot</p>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    );
  return (
    <div className="shop">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <div className="wrap">
          <a className="brand" href={`/${path}`}>
            <img src="/icon.svg" alt="" width="32" height="32" />
            Commonlot
          </a>
          <SearchForm q={pathname.endsWith("/search") ? (query.get("q") ?? undefined) : undefined} />
          <nav aria-label={t("mainNav")}>
            <a href={`/${path}#villages`}>{t("villages")}</a>
            <a href={`/${path}/wholesale`}>{t("wholesale")}</a>
            <a href={`/${path}/cart`}>
              {t("cart")}
              <span
                className={CART_SLOT}
                // A page that is kept for everybody knows no cart: the server writes the number into it, and what it wrote stays.
                dangerouslySetInnerHTML={{ __html: cartCountHtml(count, t("cartCount", { count })) }}
                suppressHydrationWarning
              />
            </a>
            <a href={`/${path}/account`}>{t("account")}</a>
            <a
              href={`${inLanguage(pathname, other)}${keyOf(query)}`}
              hrefLang={other}
              lang={other === "zh" ? "zh-CN" : "en"}
            >
              {other === "zh" ? "中文" : "English"}
            </a>
          </nav>
        </div>
      </header>
      <p className="wrap only-print">Commonlot</p>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="foot">
        <div className="wrap stack-s">
          <p>{t("about")}</p>
          <nav aria-label={t("footNav")}>
            <a href={`/${path}/home`}>{t("forHouseholds")}</a>
            <a href={`/${path}/desk`}>{t("forCooperatives")}</a>
            <a href={`/${path}/wholesale`}>{t("wholesale")}</a>
          </nav>
        </div>
      </footer>
    </div>
  );
}

/** Whose frame a page of the shop asks for. */
function companyOf({ loaderData }: { loaderData?: unknown }): CompanyMe | undefined {
  const page = loaderData as { frame?: { me: CompanyMe } | null } | null | undefined;
  return page?.frame?.me;
}

/** A page that a key opens is there in no other language without it. */
function keyOf(query: URLSearchParams): string {
  const key = query.get("key");
  return key === null ? "" : `?${new URLSearchParams({ key }).toString()}`;
}
