import { Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { inLanguage } from "../../i18n/locale";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { officeMeSchema } from "./data.server";
import type { Route } from "./+types/layout";

/** Plain documents, as at the desk: no script. */
export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const office = await member(request, "office", pathParam(params));
  return office.read("/office/me", officeMeSchema);
}

export default function OfficeLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("office");
  const path = usePath();
  const { pathname } = useLocation();
  const other = path === "zh" ? "en" : "zh";
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <div className="wrap">
          <a className="brand" href={`/${path}/office`}>
            {t("of", { village: loaderData.village?.name[path] ?? "" })}
          </a>
          <a href={inLanguage(pathname, other)} lang={other === "zh" ? "zh-CN" : "en"}>
            {other === "zh" ? "中文" : "English"}
          </a>
          <form method="post" action={`/${path}/office/sign-out`} className="row">
            <span className="who small">{loaderData.secretary.name}</span>
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
