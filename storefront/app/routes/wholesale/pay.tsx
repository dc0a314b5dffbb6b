import { data, redirect, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { cartView, isCompleted } from "../../features/cart/data.server";
import { countriesIn, formOfAddress } from "../../features/checkout/address-form.server";
import { amountChanged, hostedPage, startPayment } from "../../features/checkout/payment.server";
import { PayForm } from "../../features/checkout/PayForm";
import { saveQuoteContact } from "../../features/quote-pay/actions.server";
import { payer, payWords, quoteCart } from "../../features/quote-pay/data.server";
import { QuoteContact } from "../../features/quote-pay/QuoteContact";
import { say } from "../../i18n/say.server";
import { readEnv } from "../../lib/env.server";
import { useFormats } from "../../lib/formats";
import { ownOrigin } from "../../lib/own-origin.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pay";

/** An accepted quote, paid by card as it was agreed: nothing of it can be changed here, and the shop's basket has no part in it. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const by = await payer(request, path, params);
  const checkout = await by.checkout();
  // Paid by now, or over: the quote says how it stands.
  if (!checkout.may || checkout.cart_id === null) throw redirect(`/${path}${by.quote}`);
  const raw = await quoteCart(by, checkout.cart_id);
  if (isCompleted(raw)) throw redirect(`${by.here}/return`);
  const env = readEnv();
  const [cart, countries] = await Promise.all([cartView(raw), countriesIn(path)]);
  const placed = checkout.place !== null || checkout.addressees !== null;
  const page = {
    checkout,
    cart,
    countries,
    payable: placed && cart.shipping_minor !== null && cart.email !== null,
    form: formOfAddress(cart.address ?? undefined, path),
    here: by.here,
    quote: `/${path}${by.quote}`,
    hosted: env.STRIPE_HOSTED_PAY_URL !== undefined,
    card: {
      publishable_key: env.STRIPE_PUBLISHABLE_KEY,
      script_url: new URL(env.STRIPE_JS_URL).hostname === "js.stripe.com" ? null : env.STRIPE_JS_URL,
    },
    title: say(path)("quotePay.titlePlain"),
  };
  return data(page);
}

/** Back from the order's page a browser would show what it kept of this one: the form of a payment that was made. */
export const headers = () => ({ "Cache-Control": "no-store" });

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const by = await payer(request, path, params);
  const checkout = await by.checkout();
  if (!checkout.may || checkout.cart_id === null) return redirect(`/${path}${by.quote}`, 303);
  const cart = await quoteCart(by, checkout.cart_id);
  if (isCompleted(cart)) return redirect(`${by.here}/return`, 303);
  if (form.get("intent") !== "pay") return saveQuoteContact(form, by, checkout, path);
  // What stands in the form of the address was not sent with this one.
  const notPaid = (words: string) =>
    data({ problems: [{ field: "pay", text: words }], form: undefined, address_id: "" }, { status: 400 });
  const changed = amountChanged(form, cart, path);
  if (changed !== null) return notPaid(changed);
  const started = await startPayment(cart.id, by.token);
  if (!started.ok) return notPaid(await payWords(path, started.refusal, cart.id));
  const done = `${by.here}/return`;
  if (started.value.state === "placed") return redirect(done, 303);
  const page = hostedPage(started.value, `${ownOrigin(request)}${done}`, path);
  return redirect(page ?? by.here, 303);
}

export const shouldRevalidate = () => true;

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const KNOWN_PROBLEMS = ["not_authorised", "refused"] as const;

export default function PayQuote({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quotePay");
  const c = useTranslations("checkout");
  const f = useFormats();
  const path = usePath();
  const [query] = useSearchParams();
  const { checkout, cart, quote } = loaderData;
  const { place, addressees } = checkout;
  const came = KNOWN_PROBLEMS.find((problem) => problem === query.get("problem"));
  const problem = actionData?.problems.find(({ field }) => field === "pay");
  const contactProblems = actionData?.problems.filter(({ field }) => field !== "pay");
  const lines = cart.groups.flatMap((group) => group.lines);
  return (
    <div className="stack">
      <p>
        <a href={quote}>{t("toQuote")}</a>
      </p>
      <h1>{t("titlePlain")}</h1>
      {checkout.ends_at === null ? null : <p>{t("lead", { time: f.timeThere(checkout.ends_at) })}</p>}
      {came ? (
        <p className="problems" role="alert">
          {t(`came.${came}`)}
        </p>
      ) : null}
      {came === "not_authorised" ? (
        <noscript>
          <p className="note warn">{c("came.withoutScript")}</p>
        </noscript>
      ) : null}
      <section className="panel stack-s" id="goods">
        <h2>{c("yourOrder")}</h2>
        <ul className="plain stack-s">
          {lines.map((line) => (
            <li key={line.id} className="row between">
              <span>{c("line", { name: line.title[path], pack: line.pack[path], quantity: line.quantity })}</span>
              <span className="tabular">{f.money(line.total_minor, cart.currency)}</span>
            </li>
          ))}
        </ul>
        <dl className="totals">
          <dt>{t("freight")}</dt>
          <dd>{f.money(checkout.freight_minor ?? 0, cart.currency)}</dd>
          <dt className="sum">{t("total")}</dt>
          <dd className="sum">{f.money(checkout.total_minor ?? cart.total_minor, cart.currency)}</dd>
        </dl>
      </section>
      <section className="stack" id="contact">
        <h2>{t(addressees === null ? "where" : "who")}</h2>
        {addressees !== null ? (
          <p className="note">{t("addressees", { count: addressees })}</p>
        ) : place ? (
          <p className="note">
            {t(checkout.named ? "place" : "said", { address: `${place.province}${place.city}${place.address}` })}
          </p>
        ) : null}
        <QuoteContact
          key={actionData?.form?.answer}
          checkout={checkout}
          form={actionData?.form ?? loaderData.form}
          email={cart.email ?? ""}
          countries={loaderData.countries}
          saved={loaderData.payable}
          chosen={actionData?.address_id ?? ""}
          problems={contactProblems}
        />
      </section>
      <section className="stack" id="pay">
        <h2>{c("payment")}</h2>
        {problem ? (
          <p className="problems" role="alert">
            {problem.text} <a href={quote}>{t("toQuote")}</a>
          </p>
        ) : null}
        {loaderData.payable ? (
          <PayForm
            card={loaderData.card}
            hosted={loaderData.hosted}
            short={null}
            shown_minor={cart.total_minor}
            at={loaderData.here}
            button={c("payButton", { amount: f.moneyInWords(cart.total_minor, cart.currency) })}
            billing={{ name: cart.address?.name ?? place?.name ?? "", email: cart.email ?? "" }}
          />
        ) : (
          <p className="note">{t("saveFirst")}</p>
        )}
      </section>
    </div>
  );
}
