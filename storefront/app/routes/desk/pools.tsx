import { useTranslations } from "use-intl";
import { meSchema, poolsSchema } from "../../features/desk/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolName } from "../../features/ledger/names";
import { StockBar } from "../../features/ledger/StockBar";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pools";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, me] = await Promise.all([desk.read("/desk/pools", poolsSchema), desk.read("/desk/me", meSchema)]);
  return { pools, mayOpen: me.member.role === "manager", title: say(path)("pools.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PoolsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("pools");
  const c = useTranslations("cycles");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <span className="row">
          <a className="button second" href={`/${path}/desk/cycles`}>
            {c("title")}
          </a>
          {loaderData.mayOpen ? (
            <a className="button" href={`/${path}/desk/pools/new`}>
              {t("new")}
            </a>
          ) : null}
        </span>
      </div>
      <LedgerNav />
      <p className="row small">
        <span>
          <span className="key part-held" aria-hidden="true" />
          {t("held")}
        </span>
        <span>
          <span className="key part-available" aria-hidden="true" />
          {t("available")}
        </span>
        <span>
          <span className="key part-forecast" aria-hidden="true" />
          {t("forecast")}
        </span>
      </p>
      {loaderData.pools.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("title")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("pool")}</th>
              <th scope="col" className="num">
                {t("onHand")}
              </th>
              <th scope="col" className="num">
                {t("held")}
              </th>
              <th scope="col" className="num">
                {t("available")}
              </th>
              <th scope="col" className="num">
                {t("forecast")}
              </th>
            </tr>
          </thead>
          <tbody>
            {loaderData.pools.map((pool) => {
              const name = poolName(pool, path);
              return (
                <tr key={pool.id}>
                  <th scope="row">
                    <a href={`/${path}/desk/pools/${pool.id}`}>{name}</a>
                    <StockBar thin pool={pool} name={name} />
                  </th>
                  <td className="num">{f.units(pool.on_hand, pool.unit)}</td>
                  <td className="num">{f.units(pool.held, pool.unit)}</td>
                  <td className="num">{f.units(pool.available, pool.unit)}</td>
                  <td className="num">{f.units(pool.forecast.expected, pool.unit)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
