import { data, redirect, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { defaultContact } from "../features/buyer/data.server";
import { cartOf, isCompleted, rawCart } from "../features/cart/data.server";
import { shortLines, type ShortLine } from "../features/cart/fit.server";
import { FreightLine } from "../features/cart/FreightLine";
import { cartFreight } from "../features/cart/freight.server";
import { shopRefusal } from "../features/cart/freight-words.server";
import { PriceChanges } from "../features/cart/PriceChanges";
import { tellPriceChanges } from "../features/cart/price-changes.server";
import { ShortLines } from "../features/cart/ShortLines";
import { Totals } from "../features/cart/Totals";
import { countriesIn, formOfAddress } from "../features/checkout/address-form.server";
import { saveContact } from "../features/checkout/address.server";
import { cartPlaces } from "../features/checkout/cart-places.server";
import { ContactForm } from "../features/checkout/ContactForm";
import { PayForm } from "../features/checkout/PayForm";
import { PickupForm } from "../features/checkout/PickupForm";
import { cartPickup, chosenPoints, choosePickup, withoutPoint } from "../features/checkout/pickup.server";
import { amountChanged, hostedPage, startPayment } from "../features/checkout/payment.server";
import { eachCycle } from "../features/cycle/in-cycle";
import { InCycleWords } from "../features/cycle/InCycleWords";
import { heldUp } from "../features/cycle/selling.server";
import { CheckoutChoice } from "../features/short-choice/CheckoutChoice";
import { cartChoice, chooseWhenShort } from "../features/short-choice/data.server";
import { say } from "../i18n/say.server";
import { readEnv } from "../lib/env.server";
import { useFormats } from "../lib/formats";
import { ownOrigin } from "../lib/own-origin.server";
import { pathParam, usePath } from "../lib/path";
import { shopSession } from "../lib/sessions.server";
import type { Route } from "./+types/checkout";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const session = await shopSession(request);
  const cart = await cartOf(session);
  // An order was made of it, and this browser did not hear: the return page finds the order.
  if (cart?.completed) throw redirect(`/${path}/checkout/return`);
  if (!cart || cart.count === 0) throw redirect(`/${path}/${cart ? "cart" : lastOrder(session.get("orders"))}`);
  const env = readEnv();
  const [short, freight, pickup, choice, held, countries, reach, known, told] = await Promise.all([
    shortLines(cart),
    cartFreight(cart),
    cartPickup(cart.id),
    cartChoice(cart.id),
    heldUp(cart.groups.flatMap((group) => group.lines.flatMap(({ product_id: id }) => (id === "" ? [] : [id])))),
    countriesIn(path),
    cartPlaces(cart.id),
    // What the form begins with for who is signed in.
    cart.address === null ? defaultContact(request) : undefined,
    tellPriceChanges(session, cart),
  ]);
  const address = withoutPoint(cart.address, pickup);
  const page = {
    cart,
    changes: told.changes,
    short,
    freight,
    pickup,
    choice,
    cycles: eachCycle(Object.values(held.open)),
    // Where everything is fetched, who fetches it is enough; to a point nothing is sent; a choice that is closed is made anew first.
    isPlaced:
      pickup === null || (!pickup.cooperatives.some((one) => one.closed) && (pickup.all || address === cart.address)),
    fetchedAt: pickup === null ? [] : chosenPoints(pickup),
    countries,
    reach,
    form: formOfAddress(address ?? known?.address, path),
    email: cart.email ?? known?.email ?? "",
    hosted: env.STRIPE_HOSTED_PAY_URL !== undefined,
    card: {
      publishable_key: env.STRIPE_PUBLISHABLE_KEY,
      script_url: new URL(env.STRIPE_JS_URL).hostname === "js.stripe.com" ? null : env.STRIPE_JS_URL,
    },
    title: say(path)("checkout.title"),
  };
  return data(page, { headers: told.headers });
}

/** Back from the order's page a browser would show what it kept of this one: the form of a payment that was made. */
export const headers = () => ({ "Cache-Control": "no-store" });

function lastOrder(orders: string[] | undefined): string {
  return orders?.[0] === undefined ? "cart" : `orders/${orders[0]}`;
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const cart = await rawCart(await shopSession(request));
  // Another window of this browser may have made the order already: the return page knows which.
  if (!cart || isCompleted(cart)) return redirect(`/${path}/checkout/return`);
  if (form.get("intent") === "pickup") return choosePickup(form, cart, path);
  if (form.get("intent") === "short-choice") return chooseWhenShort(form, cart, path);
  if (form.get("intent") !== "pay") return saveContact(form, cart, path);

  const changed = amountChanged(form, cart, path);
  if (changed !== null) return { problems: [{ field: "pay", text: changed }], form: undefined };
  const started = await startPayment(cart.id);
  if (!started.ok) {
    const words = await shopRefusal(path, started.refusal, cart.id);
    return { problems: [{ field: "pay", text: words }], form: undefined };
  }
  if (started.value.state === "placed") return redirect(`/${path}/checkout/return`);
  const page = hostedPage(started.value, `${ownOrigin(request)}/${path}/checkout/return`, path);
  return page === undefined ? redirect(`/${path}/checkout`) : redirect(page, 303);
}

/** Also after a refusal: an address that no carrier goes to is in the cart all the same, and nothing is to be paid then. */
export const shouldRevalidate = () => true;

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

function heldBack(short: readonly ShortLine[]): "insufficient_stock" | "not_sold" | null {
  if (short.length === 0) return null;
  return short.every((line) => line.on_sale) ? "insufficient_stock" : "not_sold";
}

/** Problems that are said beside their own form. */
const ELSEWHERE: readonly string[] = ["pay", "pickup", "short_choice"];
const KNOWN_PROBLEMS = ["not_authorised", "insufficient_stock", "pickup", "refused"] as const;

export default function CheckoutPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("checkout");
  const c = useTranslations("cart");
  const cycle = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const [query] = useSearchParams();
  const { cart, pickup, fetchedAt } = loaderData;
  const came = KNOWN_PROBLEMS.find((problem) => problem === query.get("problem"));
  const payable = loaderData.isPlaced && cart.address !== null && cart.shipping_minor !== null && cart.email !== null;
  const contactProblems = actionData?.problems.filter(({ field }) => !ELSEWHERE.includes(field));
  const pickupProblem = actionData?.problems.find((problem) => problem.field === "pickup");
  const choiceProblem = actionData?.problems.find((problem) => problem.field === "short_choice");
  const payProblem = actionData?.problems.find((problem) => problem.field === "pay");
  return (
    <div className="wrap stack">
      <h1 className="section-title">{t("title")}</h1>
      <PriceChanges changes={loaderData.changes} currency={cart.currency} />
      <ShortLines lines={loaderData.short} from="checkout" />
      {came && !(came === "insufficient_stock" && loaderData.short.length > 0) ? (
        <p className="problems" role="alert">
          {t(`came.${came}`)}
        </p>
      ) : null}
      {came === "not_authorised" ? (
        <noscript>
          <p className="note warn">{t("came.withoutScript")}</p>
        </noscript>
      ) : null}
      <div className="two-columns">
        <div className="stack-l">
          {pickup ? <PickupForm pickup={pickup} groups={cart.groups} problem={pickupProblem} /> : null}
          <section className="stack" id="contact">
            <h2>{t(pickup?.all ? "whoFetches" : "whereTo")}</h2>
            <ContactForm
              key={String(pickup?.all)}
              email={loaderData.email}
              form={actionData?.form ?? loaderData.form}
              countries={loaderData.countries}
              reach={loaderData.reach}
              saved={cart.address !== null}
              fetched={pickup?.all === true}
              problems={contactProblems}
            />
          </section>
          {loaderData.choice ? <CheckoutChoice choice={loaderData.choice} problem={choiceProblem} /> : null}
          <section className="stack" id="pay">
            <h2>{t("payment")}</h2>
            {payProblem ? (
              <p className="problems" role="alert">
                {payProblem.text} <a href={`/${path}/cart`}>{t("toCart")}</a>
              </p>
            ) : null}
            {payable && cart.address && cart.email ? (
              <>
                {pickup?.all ? null : (
                  <p className="note">
                    {t("sendTo", {
                      name: cart.address.name,
                      address: `${cart.address.province}${cart.address.city}${cart.address.address}`,
                    })}
                  </p>
                )}
                {fetchedAt.map((point) => (
                  <p key={point.id} className="note">
                    {t("fetchAt", {
                      name: cart.address?.name ?? "",
                      point: point.name[path],
                      address: `${point.province}${point.city}${point.street}`,
                    })}
                  </p>
                ))}
                {loaderData.cycles.map((one) => (
                  <div key={one.cycle.id} className="note stack-s">
                    <p>{cycle("title", { name: one.cycle.name[path] })}</p>
                    <InCycleWords {...one} />
                  </div>
                ))}
                <PayForm
                  card={loaderData.card}
                  hosted={loaderData.hosted}
                  short={heldBack(loaderData.short)}
                  shown_minor={cart.total_minor}
                  button={t("payButton", { amount: f.moneyInWords(cart.total_minor, cart.currency) })}
                  billing={{ name: cart.address.name, email: cart.email }}
                />
              </>
            ) : (
              <p className="note">{t(pickup?.all ? "fetcherFirst" : "addressFirst")}</p>
            )}
          </section>
        </div>
        <aside className="panel stack">
          <h2>{t("yourOrder")}</h2>
          {cart.groups.map((group) => (
            <section key={group.cooperative.id} className="stack-s">
              <h3 className="small">
                {group.cooperative.id === "" ? c("otherGoods") : c("packedBy", { name: group.cooperative.name[path] })}
              </h3>
              <ul className="plain stack-s">
                {group.lines.map((line) => (
                  <li key={line.id} className="row between">
                    <span>{t("line", { name: line.title[path], pack: line.pack[path], quantity: line.quantity })}</span>
                    <span className="tabular">{f.money(line.total_minor, cart.currency)}</span>
                  </li>
                ))}
              </ul>
              <FreightLine
                freight={loaderData.freight}
                cooperative_id={group.cooperative.id}
                currency={cart.currency}
              />
            </section>
          ))}
          <Totals cart={cart} />
          <p>
            <a href={`/${path}/cart`}>{t("changeCart")}</a>
          </p>
        </aside>
      </div>
    </div>
  );
}
