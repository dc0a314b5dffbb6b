import { member } from "../../lib/member.server";
import { passOnPicture } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/ticket-photo";

/** A picture of a lot, for whoever may see the lot. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const who = await member(request, "desk", pathParam(params));
  const [lot, photo] = [params.id, params.photo].map(encodeURIComponent);
  return passOnPicture(await who.file(`/desk/lots/${lot}/photos/${photo}`));
}
