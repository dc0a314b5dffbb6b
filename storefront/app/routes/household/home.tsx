import { useTranslations } from "use-intl";
import { householdClaimsSchema } from "../../features/claims/data.server";
import { lotsSchema, statementsSchema } from "../../features/household/data.server";
import { LotBar } from "../../features/household/LotBar";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/home";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const [{ lots }, { statements, money }, { claims, clawbacks }] = await Promise.all([
    home.read("/household/lots", lotsSchema),
    home.read("/household/statements", statementsSchema),
    home.read("/household/claims", householdClaimsSchema),
  ]);
  return {
    money:
      money.length > 0
        ? money
        : [{ currency: "CNY", owed_minor: 0, on_its_way_minor: 0, held_back_minor: 0, paid_minor: 0 }],
    last: lots[0] ?? null,
    lots: lots.length,
    claims: claims.length + clawbacks.length,
    statements,
    title: say(path)("household.title"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function HouseholdHome({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("household");
  const m = useTranslations("statement.member");
  const f = useFormats();
  const path = usePath();
  const { money, last, statements } = loaderData;
  return (
    <>
      <section className="stack">
        <h1>{t("money")}</h1>
        {money.map((sum) => (
          <dl className="money" key={sum.currency}>
            <dt>{t("paid")}</dt>
            <dd>{f.moneyInWords(sum.paid_minor, sum.currency)}</dd>
            <dt>{t("onItsWay")}</dt>
            <dd>{f.moneyInWords(sum.on_its_way_minor, sum.currency)}</dd>
            <dt>{t("owed")}</dt>
            <dd>{f.moneyInWords(sum.owed_minor, sum.currency)}</dd>
            {sum.held_back_minor > 0 ? (
              <>
                <dt>{t("heldBack")}</dt>
                <dd>{f.moneyInWords(sum.held_back_minor, sum.currency)}</dd>
              </>
            ) : null}
          </dl>
        ))}
      </section>
      <section className="stack">
        <h1>{t("lastReceipt")}</h1>
        {last ? <LotBar lot={last} /> : <p className="panel">{t("noLots")}</p>}
        {loaderData.lots > 0 ? (
          <a className="button second" href={`/${path}/home/lots`}>
            {t("allLots", { count: loaderData.lots })}
          </a>
        ) : null}
        <a className="button second" href={`/${path}/home/forecasts`}>
          {t("forecasts")}
        </a>
      </section>
      <section className="stack">
        <a className="button" href={`/${path}/home/hand-in`}>
          {t("handIn")}
        </a>
      </section>
      <section className="stack">
        <h1>{t("statements")}</h1>
        {statements.length === 0 ? <p className="panel">{t("noStatements")}</p> : null}
        <ul className="plain stack">
          {statements.map((statement) => (
            <li key={statement.id}>
              <a className="button second" href={`/${path}/home/statements/${statement.id}`}>
                {t("statement", {
                  period: f.dates(statement.period.from, statement.period.to),
                  amount: f.moneyInWords(statement.net_minor, statement.currency),
                })}
              </a>
            </li>
          ))}
        </ul>
      </section>
      {loaderData.claims > 0 ? (
        <a className="button second" href={`/${path}/home/claims`}>
          {t("claims")}
        </a>
      ) : null}
      <a className="button second" href={`/${path}/home/member`}>
        {m("link")}
      </a>
      <a className="button second" href={`/${path}/home/settings`}>
        {t("settings")}
      </a>
    </>
  );
}
