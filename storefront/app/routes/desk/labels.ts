import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/labels";

/** One file of an order's labels, as the backend printed it. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  const part = new URL(request.url).searchParams.get("part") ?? "0";
  const file = `/desk/orders/${encodeURIComponent(params.id)}/labels?part=${encodeURIComponent(part)}`;
  return passOn(await desk.file(file), "application/pdf");
}
