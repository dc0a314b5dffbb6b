import { Outlet, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { pathParam } from "../../lib/path";
import { CompanyHeader } from "./CompanyHeader";
import { company, meSchema } from "./data.server";
import type { Route } from "./+types/layout";

/** Its pages are plain documents, as at the desk, but for the form of an address: a place is chosen by script. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  return who.read("/wholesale/me", meSchema);
}

export default function CompanyLayout({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("companyShop");
  const { pathname } = useLocation();
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <CompanyHeader me={loaderData} here={pathname.split("/")[3] ?? ""} />
      <main className="wrap" id="main" tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
