import { totalsSchema, type Totals } from "../../features/money-board/data.server";
import { say } from "../../i18n/say.server";
import { majorText } from "../../lib/money.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import { csvFile } from "../../lib/write-sheet.server";
import type { Route } from "./+types/totals-csv";

/** The totals of a period as a sheet: one line a figure, of the cooperative and of each village. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { totals } = await desk.read(`/desk/settlement-periods/${encodeURIComponent(params.id)}/totals`, totalsSchema);
  const t = say(path);
  const parts = [
    ...totals.whole.map((one) => ({ name: t("periodTotals.whole"), totals: one })),
    ...totals.villages.flatMap((village) => village.totals.map((one) => ({ name: village.name[path], totals: one }))),
  ];
  const head = (["village", "currency", "line", "amount"] as const).map((name) => t(`periodTotals.csvHead.${name}`));
  const lines = parts.flatMap(({ name, totals: one }) =>
    linesOf(one, t).map(([line, amount]) => [name, one.currency, line, majorText(amount, one.currency)]),
  );
  return csvFile(`totals-${totals.period.from}-${totals.period.to}`, [head, ...lines]);
}

function linesOf(totals: Totals, t: ReturnType<typeof say>): [string, number][] {
  const { statements } = totals;
  return [
    [t("moneyBoard.sales"), totals.sales_minor],
    [t("moneyBoard.beside"), totals.beside_minor],
    [t("moneyBoard.income"), totals.income_minor],
    ...totals.uses.map(({ use, amount_minor }): [string, number] => [t(`moneyBoard.uses.${use}`), amount_minor]),
    [t("moneyBoard.net"), statements.net_minor],
    [t("moneyBoard.paid"), statements.paid_minor],
    [t("moneyBoard.onItsWay"), statements.on_its_way_minor],
    [t("moneyBoard.carried"), statements.carried_minor],
    [t("moneyBoard.balance"), statements.remaining_minor],
  ];
}
