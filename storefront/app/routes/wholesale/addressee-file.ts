import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/addressee-file";

/** Files of a sheet, in the language of the page: its wrong lines, and where its parcels are. */
const FILES = new Set(["wrong", "tracking"]);

export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  if (!FILES.has(params.file)) throw new Response(null, { status: 404 });
  const who = await company(request, path);
  const file = `/wholesale/addressee-sheets/${encodeURIComponent(params.id)}/${params.file}?language=${path}`;
  return passOn(await who.file(file), "text/csv; charset=utf-8");
}
