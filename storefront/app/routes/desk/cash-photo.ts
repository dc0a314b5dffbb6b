import { member } from "../../lib/member.server";
import { passOnPicture } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/cash-photo";

/** A picture of what was signed for cash. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const photo = `/desk/payout-batches/${encodeURIComponent(params.id)}/photos/${encodeURIComponent(params.photo)}`;
  return passOnPicture(await desk.file(photo));
}
