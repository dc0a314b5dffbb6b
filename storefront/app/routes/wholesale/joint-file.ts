import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/joint-file";

/** A joint quote with all its parts as a PDF, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await company(request, path);
  const file = `/wholesale/joint-quotes/${encodeURIComponent(params.id)}/file?language=${path}`;
  return passOn(await who.file(file), "application/pdf");
}
