import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/parcel-label";

/** The new label of a parcel that was relabelled. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  return passOn(await desk.file(`/desk/parcels/${encodeURIComponent(params.id)}/label`), "application/pdf");
}
