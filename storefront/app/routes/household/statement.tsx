import { useTranslations } from "use-intl";
import { lotsSchema, statementsSchema } from "../../features/household/data.server";
import { StatementSums } from "../../features/household/StatementSums";
import { StatementLines } from "../../features/household/StatementLines";
import { MoneyOfStatement } from "../../features/settlement/MoneyWent";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/statement";

export async function loader({ request, params }: Route.LoaderArgs) {
  const home = await member(request, "household", pathParam(params));
  const [{ statements }, { lots }] = await Promise.all([
    home.read("/household/statements", statementsSchema),
    home.read("/household/lots", lotsSchema),
  ]);
  const statement = statements.find((one) => one.id === params.id);
  if (!statement) throw new Response(null, { status: 404 });
  return { statement, lots: lots.filter((lot) => statement.lines.some((line) => line.lot_id === lot.id)) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.statement.number ?? ""} · Commonlot` },
];

export default function StatementPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const { statement, lots } = loaderData;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <h1>{t("title", { period: f.dates(statement.period.from, statement.period.to) })}</h1>
      <p className="muted">{t("number", { number: statement.number })}</p>
      <StatementSums statement={statement} />
      <MoneyOfStatement statement={statement} />
      <StatementLines statement={statement} lots={lots} />
    </section>
  );
}
