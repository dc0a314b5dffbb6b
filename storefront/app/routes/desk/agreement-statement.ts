import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/agreement-statement";

/** What an agreement came to at the end of its season, as a PDF. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  return passOn(await desk.file(`/desk/agreements/${encodeURIComponent(params.id)}/statement`), "application/pdf");
}
