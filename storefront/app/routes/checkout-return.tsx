import { useEffect } from "react";
import { data, redirect, useRevalidator } from "react-router";
import { useTranslations } from "use-intl";
import { completeCart, keyOfOrder } from "../features/checkout/payment.server";
import type { Path } from "../i18n/locale";
import { say } from "../i18n/say.server";
import { pathParam, usePath } from "../lib/path";
import { placed, saved, shopSession } from "../lib/sessions.server";
import type { Route } from "./+types/checkout-return";

const LOOK_AGAIN_MS = 4_000;
const SAID_BY_CART = ["cycle_closed", "cycle_mixed", "not_sold"];

/**
 * Where every payment comes back to: makes the order of the cart. Reloading is safe, since completing a cart twice
 * gives the same order, and afterwards the browser has no cart, only the order.
 */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const session = await shopSession(request);
  const cart_id = session.get("cart_id");
  const last = session.get("orders")?.[0];
  if (cart_id === undefined) throw redirect(last === undefined ? `/${path}/cart` : `/${path}/orders/${last}`);
  const failed = new URL(request.url).searchParams.get("redirect_status") === "failed";
  if (failed) throw redirect(`/${path}/checkout?problem=not_authorised#pay`);

  const completion = await completeCart(cart_id);
  switch (completion.end) {
    case "placed": {
      const asked = await keyOfOrder(completion.order_id, cart_id);
      if (asked.end === "waiting") return waiting(path);
      placed(session, completion.order_id, asked.end === "given" ? asked.key : undefined);
      throw redirect(`/${path}/orders/${completion.order_id}?thanks=1`, { headers: await saved(session) });
    }
    case "not_authorised":
      throw redirect(`/${path}/checkout?problem=not_authorised#pay`);
    case "refused":
      if (completion.refusal.status === 404 || completion.refusal.code === "order_canceled") {
        // This cart can become nothing any more: the next one starts empty.
        session.unset("cart_id");
        session.unset("cart_count");
        throw redirect(`/${path}/cart`, { headers: await saved(session) });
      }
      // The cart says which of its goods, and when their order cycle opens.
      if (SAID_BY_CART.includes(completion.refusal.code)) throw redirect(`/${path}/cart`);
      if (completion.refusal.code.startsWith("pickup_")) throw redirect(`/${path}/checkout?problem=pickup#pickup`);
      throw redirect(
        `/${path}/checkout?problem=${completion.refusal.code === "insufficient_stock" ? "insufficient_stock" : "refused"}`,
      );
    case "waiting":
      return waiting(path);
  }
}

function waiting(path: Path) {
  return data({ title: say(path)("waiting.title") }, { status: 202, headers: { "Cache-Control": "no-store" } });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReturnPage() {
  const t = useTranslations("waiting");
  const path = usePath();
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(() => void revalidate(), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state, revalidate]);
  return (
    <div className="narrow stack" role="status">
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      <p className="note warn">{t("dontPayAgain")}</p>
      <p>
        <a className="button" href={`/${path}/checkout/return`}>
          {t("look")}
        </a>
      </p>
    </div>
  );
}
