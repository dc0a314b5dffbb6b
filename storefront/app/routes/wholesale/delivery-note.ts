import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/delivery-note";

/** The note of a truck with the company's goods as a PDF, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const at = `/wholesale/quotes/${encodeURIComponent(params.id)}/delivery-notes/${encodeURIComponent(params.handover)}`;
  return passOn(await who.file(`${at}?language=${path}`), "application/pdf");
}
