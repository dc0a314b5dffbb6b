import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { receivablesSchema } from "../../features/transfer/data.server";
import { List } from "../../features/ui/List";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/receivables";

/** What companies owe the cooperative for orders that stand. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const found = await desk.read("/desk/receivables", receivablesSchema, { after });
  return { ...found, title: say(path)("transfer.debt.deskTitle") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReceivablesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  const path = usePath();
  const { receivables, sums, companies, next } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="receivables" />
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("deskLead")}</p>
        {sums.map((one) => (
          <p key={one.currency} className={one.overdue_minor > 0 ? "note warn" : "note"}>
            {t("owedHere", { amount: f.money(one.open_minor, one.currency), count: one.count })}{" "}
            {one.overdue_minor > 0 ? t("overdue", { amount: f.money(one.overdue_minor, one.currency) }) : null}
          </p>
        ))}
        <p>
          <a href={`/${path}/desk/bank-statements`}>{t("handIn")}</a>
        </p>
        <List
          label={loaderData.title}
          rows={receivables}
          none={t("nobodyOwes")}
          more={next === null ? null : `?after=${encodeURIComponent(next)}`}
          columns={[
            {
              head: t("company"),
              name: true,
              of: (one) => (
                <a href={`/${path}/desk/quotes/${one.quote_id}`}>
                  {one.company} · {one.quote_number}
                </a>
              ),
            },
            { head: t("kind"), of: (one) => t(`kinds.${one.kind}`) },
            { head: t("reference"), of: (one) => one.spelled },
            { head: t("amount"), num: true, of: (one) => f.money(one.amount_minor, one.currency) },
            { head: t("stillOpen"), num: true, of: (one) => f.money(one.left_minor, one.currency) },
            { head: t("due"), of: (one) => f.timeThere(one.due_at) },
            {
              head: t("age"),
              of: (one) =>
                one.late ? (
                  <Tag look={{ sign: "!", tone: "warn" }}>{t("late", { days: one.late_days })}</Tag>
                ) : one.before_dispatch ? (
                  t("goodsWait")
                ) : (
                  t("inTime")
                ),
            },
          ]}
        />
      </section>
      {companies.length === 0 ? null : (
        <section className="stack">
          <h2>{t("companies")}</h2>
          <p>{t("companiesLead")}</p>
          <ul>
            {companies.map((one) => (
              <li key={one.id}>
                <a href={`/${path}/desk/receivables/${one.id}`}>{one.name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
