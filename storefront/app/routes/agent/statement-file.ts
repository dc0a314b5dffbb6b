import { agent } from "../../features/agent/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/statement-file";

/** A statement of commission as a PDF or a sheet, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await agent(request, path);
  const csv = new URL(request.url).searchParams.get("format") === "csv";
  const file = `/agent/statements/${encodeURIComponent(params.id)}/file?format=${csv ? "csv" : "pdf"}&language=${path}`;
  return passOn(await who.file(file), csv ? "text/csv; charset=utf-8" : "application/pdf");
}
