import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/dry-run-sheet";

/** The dry run as a sheet. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const file = `/desk/settlement-periods/${encodeURIComponent(params.id)}/dry-run-sheet`;
  return passOn(await desk.file(file), "text/csv");
}
