import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/bank-file";

/** A batch's bank file, byte for byte as the backend made it. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  return passOn(await desk.file(`/desk/payout-batches/${encodeURIComponent(params.id)}/bank-file`), "application/xml");
}
