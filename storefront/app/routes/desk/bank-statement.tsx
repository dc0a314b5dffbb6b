import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { statementSchema } from "../../features/transfer/data.server";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/bank-statement";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  return desk.read(`/desk/bank-statements/${encodeURIComponent(params.id)}`, statementSchema);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.statement.name ?? ""} · Commonlot` },
];

/** One statement: what it was the first to show, and what became of it. */
export default function BankStatementPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const { statement, lines } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="transfers" />
      <section className="stack">
        <h1 className="break">{statement.name}</h1>
        <p className={statement.finished ? "note good" : "note warn"} role="status">
          {statement.finished
            ? t("taken", { lines: statement.lines, booked: statement.booked })
            : t("cutOff", { booked: statement.booked })}
        </p>
        {statement.open > 0 ? (
          <p className="note warn">
            <a href={`/${path}/desk/transfers`}>{t("toDecide", { count: statement.open })}</a>
          </p>
        ) : null}
        {statement.taken_back > 0 ? (
          <p className="note warn">
            <a href={`/${path}/desk/transfers`}>{t("takenBack.some", { count: statement.taken_back })}</a>
          </p>
        ) : null}
        <List
          label={t("booked")}
          rows={lines}
          none={t("nothingNew")}
          columns={[
            { head: t("bookedOn"), name: true, of: (one) => f.date(one.booked_on) },
            { head: t("payer"), of: (one) => one.payer || "–" },
            { head: t("amount"), num: true, of: (one) => f.money(one.amount_minor, one.currency) },
            {
              head: t("pays"),
              of: (one) => one.pays.map((pays) => `${pays.quote_number} · ${pays.company}`).join(", ") || "–",
            },
            { head: t("left"), num: true, of: (one) => f.money(one.left_minor, one.currency) },
          ]}
        />
      </section>
    </div>
  );
}
