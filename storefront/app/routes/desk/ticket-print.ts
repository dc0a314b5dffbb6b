import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/ticket-print";

/** The weigh ticket for the roll or A6, in the page's language. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const paper = new URL(request.url).searchParams.get("paper") === "a6" ? "a6" : "roll";
  const file = await desk.file(`/desk/lots/${encodeURIComponent(params.id)}/ticket/print?paper=${paper}&lang=${path}`);
  return passOn(file, "application/pdf");
}
