import { useEffect } from "react";
import { data, redirect, useRevalidator } from "react-router";
import { useTranslations } from "use-intl";
import { completeCart, keyOfOrder } from "../../features/checkout/payment.server";
import { payer } from "../../features/quote-pay/data.server";
import { say } from "../../i18n/say.server";
import { pathParam } from "../../lib/path";
import { rememberOrder, saved, shopSession } from "../../lib/sessions.server";
import type { Route } from "./+types/pay-return";

const LOOK_AGAIN_MS = 4_000;

/**
 * Where every card payment of a quote comes back to: makes the order of its cart. Reloading is safe, since completing a cart twice gives the
 * same order. The basket of the shop in the same browser stays as it is.
 */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const by = await payer(request, path, params);
  const { may, cart_id } = await by.checkout();
  if (!may || cart_id === null) throw redirect(`/${path}${by.quote}`);
  if (new URL(request.url).searchParams.get("redirect_status") === "failed")
    throw redirect(`${by.here}?problem=not_authorised#pay`);
  const completion = await completeCart(cart_id, by.token);
  switch (completion.end) {
    case "placed": {
      const asked = await keyOfOrder(completion.order_id, cart_id, by.token);
      if (asked.end === "waiting") break;
      const session = await shopSession(request);
      rememberOrder(session, completion.order_id, asked.end === "given" ? asked.key : undefined);
      throw redirect(`/${path}/orders/${completion.order_id}?thanks=1`, { headers: await saved(session) });
    }
    case "not_authorised":
      throw redirect(`${by.here}?problem=not_authorised#pay`);
    case "refused":
      throw redirect(`${by.here}?problem=refused#pay`);
    case "waiting":
      break;
  }
  return data(
    { here: by.here, title: say(path)("waiting.title") },
    { status: 202, headers: { "Cache-Control": "no-store" } },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PayReturn({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("waiting");
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(() => void revalidate(), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state, revalidate]);
  return (
    <section className="narrow stack" role="status">
      <h1>{t("title")}</h1>
      <p>{t("text")}</p>
      <p className="note warn">{t("dontPayAgain")}</p>
      <p>
        <a className="button" href={`${loaderData.here}/return`}>
          {t("look")}
        </a>
      </p>
    </section>
  );
}
