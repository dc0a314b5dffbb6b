import { member } from "../../lib/member.server";
import { passOnPicture } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/receipt-photo";

/** A picture of a lot, for whoever may see the lot. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const who = await member(request, "household", pathParam(params));
  const [lot, photo] = [params.id, params.photo].map(encodeURIComponent);
  return passOnPicture(await who.file(`/household/lots/${lot}/photos/${photo}`));
}
