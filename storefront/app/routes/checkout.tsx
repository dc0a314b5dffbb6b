import { redirect, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { defaultContact } from "../features/buyer/data.server";
import { cartOf, isCompleted, rawCart } from "../features/cart/data.server";
import { shortLines } from "../features/cart/fit.server";
import { shopRefusal } from "../features/cart/freight-words.server";
import { ShortLines } from "../features/cart/ShortLines";
import { Totals } from "../features/cart/Totals";
import { saveContact } from "../features/checkout/address.server";
import { ContactForm } from "../features/checkout/ContactForm";
import { PayForm } from "../features/checkout/PayForm";
import { amountChanged, hostedPage, startPayment } from "../features/checkout/payment.server";
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
  return {
    cart,
    short: await shortLines(cart),
    // What the form begins with for who is signed in.
    known: cart.address === null ? await defaultContact(request) : undefined,
    hosted: env.STRIPE_HOSTED_PAY_URL !== undefined,
    card: {
      publishable_key: env.STRIPE_PUBLISHABLE_KEY,
      script_url: new URL(env.STRIPE_JS_URL).hostname === "js.stripe.com" ? null : env.STRIPE_JS_URL,
    },
    title: say(path)("checkout.title"),
  };
}

function lastOrder(orders: string[] | undefined): string {
  return orders?.[0] === undefined ? "cart" : `orders/${orders[0]}`;
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const cart = await rawCart(await shopSession(request));
  // Another window of this browser may have made the order already: the return page knows which.
  if (!cart || isCompleted(cart)) return redirect(`/${path}/checkout/return`);
  if (form.get("intent") !== "pay") return saveContact(form, cart, path);

  const changed = amountChanged(form, cart, path);
  if (changed !== null) return { problems: [{ field: "pay", text: changed }], typed: undefined };
  const started = await startPayment(cart.id);
  if (!started.ok) {
    const words = await shopRefusal(path, started.refusal, cart.id);
    return { problems: [{ field: "pay", text: words }], typed: undefined };
  }
  if (started.value.state === "placed") return redirect(`/${path}/checkout/return`);
  const page = hostedPage(started.value, `${ownOrigin(request)}/${path}/checkout/return`, path);
  return page === undefined ? redirect(`/${path}/checkout`) : redirect(page, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const KNOWN_PROBLEMS = ["not_authorised", "insufficient_stock", "refused"] as const;

export default function CheckoutPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("checkout");
  const f = useFormats();
  const path = usePath();
  const [query] = useSearchParams();
  const { cart } = loaderData;
  const came = KNOWN_PROBLEMS.find((problem) => problem === query.get("problem"));
  const payable = cart.address !== null && cart.shipping_minor !== null && cart.email !== null;
  const contactProblems = actionData?.problems.filter((problem) => problem.field !== "pay");
  const payProblem = actionData?.problems.find((problem) => problem.field === "pay");
  return (
    <div className="wrap stack">
      <h1 className="section-title">{t("title")}</h1>
      <ShortLines lines={loaderData.short} from="checkout" />
      {came && !(came === "insufficient_stock" && loaderData.short.length > 0) ? (
        <p className="problems" role="alert">
          {t(`came.${came}`)}
        </p>
      ) : null}
      <div className="two-columns">
        <div className="stack-l">
          <section className="stack">
            <h2>{t("whereTo")}</h2>
            <ContactForm
              key={cart.address?.address ?? "new"}
              email={cart.email}
              address={cart.address}
              problems={contactProblems}
              typed={actionData?.typed ?? loaderData.known}
            />
          </section>
          <section className="stack" id="pay">
            <h2>{t("payment")}</h2>
            {payProblem ? (
              <p className="problems" role="alert">
                {payProblem.text} <a href={`/${path}/cart`}>{t("toCart")}</a>
              </p>
            ) : null}
            {payable && cart.address && cart.email ? (
              <>
                <p className="note">
                  {t("sendTo", {
                    name: cart.address.name,
                    address: `${cart.address.province}${cart.address.city}${cart.address.address}`,
                  })}
                </p>
                <PayForm
                  card={loaderData.card}
                  hosted={loaderData.hosted}
                  shown_minor={cart.total_minor}
                  button={t("payButton", { amount: f.moneyInWords(cart.total_minor, cart.currency) })}
                  billing={{ name: cart.address.name, email: cart.email }}
                />
              </>
            ) : (
              <p className="note">{t("addressFirst")}</p>
            )}
          </section>
        </div>
        <aside className="panel stack">
          <h2>{t("yourOrder")}</h2>
          <ul className="plain stack-s">
            {cart.groups.flatMap((group) =>
              group.lines.map((line) => (
                <li key={line.id} className="row between">
                  <span>{t("line", { name: line.title[path], pack: line.pack[path], quantity: line.quantity })}</span>
                  <span className="tabular">{f.money(line.total_minor, cart.currency)}</span>
                </li>
              )),
            )}
          </ul>
          <Totals cart={cart} />
          <p>
            <a href={`/${path}/cart`}>{t("changeCart")}</a>
          </p>
        </aside>
      </div>
    </div>
  );
}
