import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/household-export";

/** The cooperative's register as a sheet. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  return passOn(await desk.file("/desk/household-export"), "text/csv; charset=utf-8");
}
