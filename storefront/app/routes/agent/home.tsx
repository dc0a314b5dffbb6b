import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { accountSchema, agent, meSchema, ordersSchema, statementsSchema } from "../../features/agent/data.server";
import { AccountPanel, PaymentsList } from "../../features/agent/Payments";
import { List } from "../../features/ui/List";
import { inLanguage } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { asResponse } from "../../lib/api.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/home";

export const handle = { plain: true };

/** What an agent has brought, earned and is owed; nothing of who bought. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await agent(request, path);
  const url = new URL(request.url);
  const cursor = url.searchParams.get("before") ?? undefined;
  const paidBefore = url.searchParams.get("paid") ?? undefined;
  const [me, found, { account }, paid] = await Promise.all([
    who.read("/agent/me", meSchema),
    who.read("/agent/orders", ordersSchema, { cursor }),
    who.read("/agent/account", accountSchema),
    who.read("/agent/statements", statementsSchema, { cursor: paidBefore }),
  ]);
  const link = new URL(`/${path}/wholesale/quotes/new?agent=${encodeURIComponent(me.agent.code)}`, url).toString();
  return {
    ...me,
    ...found,
    account,
    statements: paid.statements,
    paidNext: paid.next,
    link,
    title: say(path)("agent.title"),
  };
}

/** Calls a waiting change of account off. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await agent(request, path);
  const answer = await who.call("/agent/account/call-off", accountSchema, { body: {} });
  // In force already, or called off by another tab: the page says how it stands.
  if (answer.ok || answer.refusal.code === "no_account_waiting") return redirect(`/${path}/agent#account`);
  throw asResponse(answer.refusal);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AgentHome({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("agent");
  const f = useFormats();
  const path = usePath();
  const other = path === "zh" ? "en" : "zh";
  const { agent: me, sums, orders, link, next, account, statements, paidNext } = loaderData;
  return (
    <div className="desk">
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header className="top">
        <div className="wrap">
          <a className="brand" href={`/${path}/agent`}>
            {loaderData.title}
          </a>
          <nav aria-label={t("nav")}>
            <a href={inLanguage(`/${path}/agent`, other)} lang={other === "zh" ? "zh-CN" : "en"}>
              {other === "zh" ? "中文" : "English"}
            </a>
          </nav>
          <form method="post" action={`/${path}/agent/sign-out`} className="row">
            <span className="who small">{me.name}</span>
            <button className="button quiet">{t("signOut")}</button>
          </form>
        </div>
      </header>
      <main className="wrap stack" id="main" tabIndex={-1}>
        <h1>{loaderData.title}</h1>
        <dl className="facts">
          <dt>{t("code")}</dt>
          <dd>
            <strong>{me.code}</strong>
          </dd>
          <dt>{t("rate")}</dt>
          <dd>{t("percent", { percent: me.rate_bp / 100 })}</dd>
          <dt>{t("link")}</dt>
          <dd className="break">{link}</dd>
        </dl>
        <p>{t("lead")}</p>
        {sums.map((one) => (
          <dl key={one.currency} className="facts panel">
            <dt>{t("earned")}</dt>
            <dd>{f.money(one.earned_minor, one.currency)}</dd>
            {one.reversed_minor === 0 ? null : (
              <>
                <dt>{t("reversed")}</dt>
                <dd>{f.money(-one.reversed_minor, one.currency)}</dd>
              </>
            )}
            <dt>{t("payable")}</dt>
            <dd>
              <strong>{f.money(one.payable_minor, one.currency)}</strong>
            </dd>
            <dt>{t("onItsWay")}</dt>
            <dd>{f.money(one.on_its_way_minor, one.currency)}</dd>
            <dt>{t("paid")}</dt>
            <dd>{f.money(one.paid_minor, one.currency)}</dd>
          </dl>
        ))}
        <AccountPanel account={account} />
        <PaymentsList
          statements={statements}
          older={paidNext === null ? null : `?paid=${encodeURIComponent(paidNext)}`}
        />
        <h2>{t("orders")}</h2>
        <List
          label={t("orders")}
          rows={orders}
          none={t("none")}
          older={next === null ? null : `?before=${encodeURIComponent(next)}`}
          columns={[
            {
              head: t("order"),
              name: true,
              of: (one) => (one.order_number === null ? "–" : t("orderNumber", { number: one.order_number })),
            },
            { head: t("at"), of: (one) => f.timeThere(one.at) },
            { head: t("state"), of: (one) => t(one.posted_at === null ? "coming" : "divided") },
            { head: t("agreed"), num: true, of: (one) => t("percent", { percent: one.agent_bp / 100 }) },
            {
              head: t("commission"),
              num: true,
              of: (one) => (one.posted_at === null ? "–" : f.money(one.earned_minor, one.currency)),
            },
            {
              head: t("reversed"),
              num: true,
              of: (one) => (one.reversed_minor === 0 ? "–" : f.money(-one.reversed_minor, one.currency)),
            },
          ]}
        />
      </main>
    </div>
  );
}
