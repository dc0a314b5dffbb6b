import { company } from "../../features/company/data.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/agreement-statement";

/** What an agreement came to at the end of its season, as a PDF. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const who = await company(request, pathParam(params));
  return passOn(await who.file(`/wholesale/agreements/${encodeURIComponent(params.id)}/statement`), "application/pdf");
}
