import { useTranslations } from "use-intl";
import { company, meSchema } from "../../features/company/data.server";
import { CompanyOrders } from "../../features/company/Orders";
import { companyOrdersSchema, SHOWN_ORDERS } from "../../features/company/orders.server";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/orders";

export const handle = { plain: true };

/** What the company ordered: what is still on its way or owed, or what is done. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const shown = SHOWN_ORDERS.find((one) => one === query.get("show")) ?? "open";
  const [found, me] = await Promise.all([
    who.read("/wholesale/orders", companyOrdersSchema, { shown, cursor: query.get("before") ?? undefined }),
    who.read("/wholesale/me", meSchema),
  ]);
  return { ...found, shown, buys: me.member.roles.includes("buyer"), title: say(path)("companyOrders.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyOrdersPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("companyOrders");
  const path = usePath();
  const at = `/${path}/wholesale/orders`;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <nav aria-label={t("show")} className="ledger-nav">
        {(["open", "done"] as const).map((one) => (
          <a
            key={one}
            href={one === "open" ? at : `${at}?show=${one}`}
            aria-current={one === loaderData.shown ? "page" : undefined}
          >
            {t(`shown.${one}`)}
          </a>
        ))}
      </nav>
      <CompanyOrders found={loaderData} />
    </section>
  );
}
