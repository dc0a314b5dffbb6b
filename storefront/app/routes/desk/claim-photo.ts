import { member } from "../../lib/member.server";
import { passOnPicture } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/claim-photo";

/** A picture of a claim, for whoever may see the claim. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const [claim, photo] = [params.id, params.photo].map(encodeURIComponent);
  return passOnPicture(await desk.file(`/desk/claims/${claim}/photos/${photo}`));
}
