import { redirect } from "react-router";
import { labelPrintSchema } from "../../features/packing/data.server";
import { member } from "../../lib/member.server";
import { passOn } from "../../lib/pass-on.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/labels";

/** One file of an order's labels, as the backend printed it; of several the one that was chosen on their page. */
export async function loader({ request, params }: Route.LoaderArgs): Promise<Response> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const order = `/desk/orders/${encodeURIComponent(params.id)}`;
  const part = new URL(request.url).searchParams.get("part");
  if (part === null) {
    const { print } = await desk.read(`${order}/label-print`, labelPrintSchema);
    if (print.sheets.length > 1) return redirect(`/${path}${order}/print`);
  }
  const file = `${order}/labels?part=${encodeURIComponent(part ?? "0")}`;
  return passOn(await desk.file(file), "application/pdf");
}
