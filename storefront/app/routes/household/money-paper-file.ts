import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/money-paper-file";

/** A printed paper about money, as the backend keeps it. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const home = await member(request, "household", pathParam(params));
  return passOn(await home.file(`/household/papers/${encodeURIComponent(params.id)}/file`), "application/pdf");
}
