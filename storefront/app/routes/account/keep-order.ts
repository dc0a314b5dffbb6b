import { redirect } from "react-router";
import { z } from "zod";
import { buyer } from "../../features/buyer/data.server";
import { text } from "../../features/ui/form.server";
import { pathParam } from "../../lib/path";
import { buyerHeaders, shopSession } from "../../lib/sessions.server";
import type { Route } from "./+types/keep-order";

export const loader = ({ params }: Route.LoaderArgs) => redirect(`/${pathParam(params)}/account`);

/** Keeps an order that this browser may open in the account. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const order_id = text(await request.formData(), "order_id");
  const who = await buyer(request, path);
  const kept = await who.call("/store/account/orders", z.unknown(), {
    body: { order_id },
    headers: buyerHeaders(await shopSession(request)),
  });
  return redirect(kept.ok ? `/${path}/account` : `/${path}/orders/${encodeURIComponent(order_id)}?kept=no`);
}
