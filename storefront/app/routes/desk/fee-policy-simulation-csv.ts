import { redirect } from "react-router";
import { formatMinor } from "@commonlot/domain";
import { simulationSchema } from "../../features/fee-policies/data.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import { csvFile } from "../../lib/write-sheet.server";
import type { Route } from "./+types/fee-policy-simulation-csv";

/** As many as the backend names one by one. */
const ALL = "20000";

/** The simulation for a sheet: a household a line, then the parties; amounts with the currency's decimals. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const answer = await desk.call(`/desk/fee-policies/${encodeURIComponent(params.id)}/simulation`, simulationSchema, {
    query: { from: asked.get("from") || undefined, to: asked.get("to") || undefined, limit: ALL },
  });
  if (!answer.ok) return new Response(null, { status: answer.refusal.status });
  const { simulation } = answer.value;
  // Not worked out yet: its page says how far it is.
  if (simulation === null) return redirect(`${new URL(request.url).pathname.replace(/\.csv$/, "")}?${asked}`);
  const { currency, others } = simulation;
  const t = say(path);
  const line = (name: string, card: string, before: number, after: number) => [
    name,
    card,
    ...[before, after, after - before].map((amount) => formatMinor(BigInt(amount), currency)),
  ];
  const head = [
    t("feePolicies.simulation.household"),
    t("feePolicies.simulation.card"),
    ...(["before", "after", "difference"] as const).map(
      (column) => `${t(`feePolicies.simulation.${column}`)} (${currency})`,
    ),
  ];
  return csvFile(`fees-${simulation.from}-${simulation.to}`, [
    head,
    ...simulation.households.map((one) => line(one.name, one.card_number, one.before_minor, one.after_minor)),
    ...(others.households === 0
      ? []
      : [
          line(
            t("feePolicies.simulation.others", { count: others.households }),
            "",
            others.before_minor,
            others.after_minor,
          ),
        ]),
    ...simulation.shares.map((one) =>
      line(t(`feePolicies.simulation.names.${one.party}`), "", one.before_minor, one.after_minor),
    ),
  ]);
}
