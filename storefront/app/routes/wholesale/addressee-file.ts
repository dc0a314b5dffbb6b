import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/addressee-file";

/** Files of a sheet, in the language of the page: its wrong lines, and where its parcels are. */
const CSV = "text/csv; charset=utf-8";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const FILES: Readonly<Record<string, { readonly of: string; readonly type: string }>> = {
  wrong: { of: "wrong?", type: CSV },
  tracking: { of: "tracking?", type: CSV },
  "tracking-xlsx": { of: "tracking?format=xlsx&", type: XLSX },
};

export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const found = Object.hasOwn(FILES, params.file) ? FILES[params.file] : undefined;
  if (!found) throw new Response(null, { status: 404 });
  const who = await company(request, path);
  const file = `/wholesale/addressee-sheets/${encodeURIComponent(params.id)}/${found.of}language=${path}`;
  return passOn(await who.file(file), found.type);
}
