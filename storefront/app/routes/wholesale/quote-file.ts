import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/quote-file";

/** One version as a PDF, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URLSearchParams({ version: params.version, language: path }).toString();
  return passOn(await who.file(`/wholesale/quotes/${encodeURIComponent(params.id)}/file?${query}`), "application/pdf");
}
