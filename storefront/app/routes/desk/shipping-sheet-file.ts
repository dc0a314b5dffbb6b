import { sheetSchema } from "../../features/shipping/data.server";
import { HEADS, SHEET_KINDS } from "../../features/shipping/sheets";
import { wantedTable } from "../../features/shipping/numbers.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import { csvFile, xlsxFile } from "../../lib/write-sheet.server";
import type { Route } from "./+types/shipping-sheet-file";

/** What there is, as a sheet that can be brought back: heads in the reader's language, both are read. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [, name, format] = /^([a-z-]+)\.(csv|xlsx)$/.exec(params.file) ?? [];
  if (name === "tracking-numbers") return inFormat(name, await wantedTable(desk, path), format);
  const kind = SHEET_KINDS.find((one) => one === name);
  if (!kind) throw new Response(null, { status: 404 });
  const { columns, rows } = await desk.read(`/desk/shipping-sheets/${kind}`, sheetSchema);
  const heads: Readonly<Record<string, readonly string[]>> = HEADS[kind];
  const head = columns.map((column) => (path === "zh" ? (heads[column]?.[0] ?? column) : column));
  const table = [head, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return inFormat(kind, table, format);
}

function inFormat(name: string, table: string[][], format: string | undefined): Response | Promise<Response> {
  return format === "xlsx" ? xlsxFile(name, table) : csvFile(name, table);
}
