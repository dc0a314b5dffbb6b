import { useTranslations } from "use-intl";
import { agent, statementSchema } from "../../features/agent/data.server";
import { StatementState } from "../../features/agent/StatementState";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/statement";

export const handle = { plain: true };

/** One statement of commission: which orders it pays. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await agent(request, path);
  const { statement } = await who.read(`/agent/statements/${encodeURIComponent(params.id)}`, statementSchema);
  return { statement, title: say(path)("agent.statementTitle", { number: statement.number }) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function StatementPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("agent");
  const f = useFormats();
  const path = usePath();
  const { statement, title } = loaderData;
  const money = (minor: number) => f.money(minor, statement.currency);
  const file = `/${path}/agent/statements/${statement.id}/file`;
  return (
    <main className="wrap stack" id="main">
      <p>
        <a href={`/${path}/agent`}>{t("backHome")}</a>
      </p>
      <h1>{title}</h1>
      <dl className="facts">
        <dt>{t("cooperative")}</dt>
        <dd>{statement.cooperative?.[path] ?? ""}</dd>
        <dt>{t("written")}</dt>
        <dd>{f.timeThere(statement.created_at)}</dd>
        <dt>{t("state")}</dt>
        <dd>
          <StatementState of={statement} />
        </dd>
        {statement.account_last4 === null ? null : (
          <>
            <dt>{t("to")}</dt>
            <dd>{t("ending", { last4: statement.account_last4 })}</dd>
          </>
        )}
        <dt>{t("sum")}</dt>
        <dd>
          <strong>{money(statement.amount_minor)}</strong>
        </dd>
      </dl>
      <p className="row">
        <a href={file}>{t("pdf")}</a>
        <a href={`${file}?format=csv`}>{t("sheet")}</a>
      </p>
      <List
        label={title}
        rows={statement.lines.map((line, index) => ({ ...line, id: String(index) }))}
        none={t("none")}
        columns={[
          {
            head: t("order"),
            name: true,
            of: (line) =>
              t(line.amount_minor < 0 ? "goneBack" : "orderNumber", { number: String(line.order_number ?? "–") }),
          },
          { head: t("day"), of: (line) => f.timeThere(line.at) },
          { head: t("base"), num: true, of: (line) => (line.base_minor === null ? "–" : money(line.base_minor)) },
          {
            head: t("agreed"),
            num: true,
            of: (line) => (line.rate_bp === null ? "–" : t("percent", { percent: line.rate_bp / 100 })),
          },
          { head: t("commission"), num: true, of: (line) => money(line.amount_minor) },
        ]}
      />
    </main>
  );
}
