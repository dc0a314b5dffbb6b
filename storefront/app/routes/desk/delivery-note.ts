import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/delivery-note";

/** The note of one order on one truck as a PDF, in the language of the page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const who = await member(request, "desk", path);
  const at = `/desk/handovers/${encodeURIComponent(params.id)}/delivery-notes/${encodeURIComponent(params.order)}`;
  return passOn(await who.file(`${at}?language=${path}`), "application/pdf");
}
