import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/labels";

/** The labels of an order, as the backend printed them. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const desk = await member(request, "desk", pathParam(params));
  return passOn(await desk.file(`/desk/orders/${encodeURIComponent(params.id)}/labels`), "application/pdf");
}
