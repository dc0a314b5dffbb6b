import { data } from "react-router";
import { useTranslations } from "use-intl";
import { changeLine } from "../features/cart/actions.server";
import { CartLineItem } from "../features/cart/CartLineItem";
import { cartOf } from "../features/cart/data.server";
import { shortLines } from "../features/cart/fit.server";
import { FreightLine } from "../features/cart/FreightLine";
import { cartFreight } from "../features/cart/freight.server";
import { PriceChanges } from "../features/cart/PriceChanges";
import { tellPriceChanges } from "../features/cart/price-changes.server";
import { ShortLines } from "../features/cart/ShortLines";
import { Totals } from "../features/cart/Totals";
import { InCycleWords } from "../features/cycle/InCycleWords";
import { heldUp } from "../features/cycle/selling.server";
import { Shut } from "../features/cycle/Shut";
import { ProblemSummary } from "../features/ui/Field";
import { drawn } from "../features/ui/picture-files";
import { Picture } from "../features/ui/Picture";
import { say } from "../i18n/say.server";
import { pathParam, usePath } from "../lib/path";
import { shopSession } from "../lib/sessions.server";
import type { Route } from "./+types/cart";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const session = await shopSession(request);
  const found = await cartOf(session);
  const cart = found?.completed ? null : found;
  const lines = cart?.groups.flatMap((group) => group.lines) ?? [];
  const [held, short, freight, told] = await Promise.all([
    heldUp(lines.map((line) => line.product_id).filter((id) => id !== "")),
    cart ? shortLines(cart) : [],
    cart && cart.count > 0 ? cartFreight(cart) : null,
    tellPriceChanges(session, cart),
  ]);
  const { changes, headers } = told;
  return data({ cart, held, short, freight, changes, title: say(path)("cart.title") }, { headers });
}

export const action = ({ request, params }: Route.ActionArgs) => changeLine(request, pathParam(params));

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CartPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("cart");
  const path = usePath();
  const { cart, held } = loaderData;
  const c = useTranslations("cycle");
  if (!cart || cart.count === 0) {
    return (
      <div className="narrow empty">
        <Picture of={drawn("basket")} alt="" sizes="240px" />
        <h1>{t("empty")}</h1>
        <p>{t("emptyText")}</p>
        <a className="button" href={`/${path}#products`}>
          {t("look")}
        </a>
      </div>
    );
  }
  return (
    <div className="wrap stack">
      <h1 className="section-title">{t("title")}</h1>
      <ProblemSummary problems={actionData?.problems} />
      {Object.keys(held.shut).length > 0 ? <p className="note warn">{c("cartShut")}</p> : null}
      {held.mixed ? <p className="note warn">{c("cartMixed")}</p> : null}
      <PriceChanges changes={loaderData.changes} currency={cart.currency} />
      <ShortLines lines={loaderData.short} from="cart" />
      <div className="two-columns">
        <div>
          {cart.groups.map((group) => (
            <section className="cart-group" key={group.cooperative.id}>
              <h2>
                {group.cooperative.id === "" ? t("otherGoods") : t("packedBy", { name: group.cooperative.name[path] })}
              </h2>
              <ul className="plain">
                {group.lines.map((line) => {
                  const shut = held.shut[line.product_id];
                  const open = held.open[line.product_id];
                  return (
                    <CartLineItem key={line.id} line={line} currency={cart.currency}>
                      {shut || open ? (
                        <div className="line-said">
                          {shut ? <Shut selling={shut} /> : null}
                          {open ? <InCycleWords {...open} /> : null}
                        </div>
                      ) : null}
                    </CartLineItem>
                  );
                })}
              </ul>
              <FreightLine
                freight={loaderData.freight}
                cooperative_id={group.cooperative.id}
                currency={cart.currency}
              />
            </section>
          ))}
        </div>
        <aside className="panel stack">
          <h2>{t("sum")}</h2>
          <Totals cart={cart} />
          {cart.addressee_list_id ? <p className="note">{t("bulk")}</p> : null}
          <a className="button wide" href={`/${path}/checkout`}>
            {t("toCheckout")}
          </a>
        </aside>
      </div>
    </div>
  );
}
