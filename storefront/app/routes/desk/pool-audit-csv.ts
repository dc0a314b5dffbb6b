import { AUDIT_COLUMNS } from "../../features/ledger/audit";
import { auditPeriod } from "../../features/ledger/audit.server";
import { auditSchema } from "../../features/ledger/data.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/pool-audit-csv";

/** The audit for a sheet: whole base units, one line a day. Days and numbers only, so there is no formula to guard against. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const period = auditPeriod(request.url);
  const { days, unit } = await desk.read(`/desk/pools/${encodeURIComponent(params.id)}/audit`, auditSchema, period);
  const t = say(path);
  const head = [
    t("ledger.audit.day"),
    ...AUDIT_COLUMNS.map(
      (column) => `${t(`ledger.audit.${column}`)} (${unit === "g" ? "g" : t("ledger.audit.pieces")})`,
    ),
    ...(["tickets_and_intake", "shipped_and_parcels", "balance"] as const).map((name) => t(`ledger.audit.${name}`)),
  ];
  const lines = days.map((day) => [
    day.day,
    ...AUDIT_COLUMNS.map((column) => day[column]),
    ...day.differences.map((one) => one.units),
  ]);
  // The mark at the front lets spreadsheets read it as UTF-8.
  const text = `\uFEFF${[head.map((cell) => `"${cell}"`), ...lines].map((line) => line.join(",")).join("\r\n")}\r\n`;
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="audit-${period.from}-${period.to}.csv"`,
      "Cache-Control": "no-store",
    },
  });
}
