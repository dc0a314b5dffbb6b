import { data, redirect, useSearchParams } from "react-router";
import { useTranslations } from "use-intl";
import { Totals } from "../features/cart/Totals";
import { OrderClaims } from "../features/claims/OrderClaims";
import { OfCompany } from "../features/company/OfCompany";
import { actAsCompany, frameOf } from "../features/company/orders.server";
import { isBuyersKey, orderAction } from "../features/claims/order.server";
import { OrderCycle } from "../features/cycle/OrderCycle";
import { goesBack } from "../features/cycle/states";
import { buyAgain, callBack, type ActSaid } from "../features/order/acts.server";
import { ClosedOrder } from "../features/order/ClosedOrder";
import { orderView, rawOrder } from "../features/order/data.server";
import { parcelsOf } from "../features/order/parcels.server";
import type { OrderShort } from "../features/order/shorts.server";
import { Invoices } from "../features/order/Invoices";
import { askInvoice, invoicesOf } from "../features/order/invoices.server";
import { useLookAgain } from "../features/order/look-again";
import { useMoneyBack } from "../features/order/money-back";
import { CalledBack, OrderActs } from "../features/order/OrderActs";
import { OrderPickups } from "../features/order/OrderPickups";
import { ParcelCard } from "../features/order/ParcelCard";
import { STEPS, tellOrder } from "../features/order/progress";
import { chooseForOrder } from "../features/short-choice/data.server";
import { OrderChoice } from "../features/short-choice/OrderChoice";
import { YuanBar } from "../features/produce/YuanBar";
import { Picture } from "../features/ui/Picture";
import { newKey } from "../features/weigh-in/weigh-in.server";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import { asBuyer, rememberOrder, saved, shopSession, type ShopSession } from "../lib/sessions.server";
import type { Route } from "./+types/order";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const session = await shopSession(request);
  await openLink(request, params.id, session);
  const frame = await frameOf(request, params.id);
  if (frame) await actAsCompany(request, session, frame);
  const headers = await asBuyer(request);
  const raw = await rawOrder(params.id, headers);
  const signedIn = headers.authorization !== undefined;
  if (!raw)
    return data(
      { shown: null, signedIn, id: params.id, title: say(path)("order.closedTitle"), frame: null },
      { status: 404 },
    );
  const [order, found] = await Promise.all([orderView(raw), parcelsOf(params.id, headers)]);
  const invoices = found.mayAct && found.sellers.length > 0 ? await invoicesOf(params.id, headers) : null;
  const shown = { order, ...found, key: newKey(), invoices };
  const title = say(path)("order.title", { number: order.number });
  return data({ shown, signedIn, id: params.id, title, frame: frame && { me: frame.me, order: frame.order } });
}

/** The link in the buyer's message: this browser is the buyer's from now on, and the key leaves the address, so that it is not passed on. */
async function openLink(request: Request, order_id: string, session: ShopSession): Promise<void> {
  const url = new URL(request.url);
  const key = url.searchParams.get("key");
  if (key === null) return;
  url.searchParams.delete("key");
  const right = await isBuyersKey(order_id, key);
  if (right) rememberOrder(session, order_id, key);
  else url.searchParams.set("link", "old");
  throw redirect(`${url.pathname}${url.search}`, { headers: right ? await saved(session) : {} });
}

/** Something is wrong with a parcel, or what is wanted instead; the order is called back, or bought once more. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  if (form.get("act") === "cancel") return callBack(request, params.id, path);
  if (form.get("act") === "again") return buyAgain(request, params.id, path);
  if (form.get("act") === "short-choice") return chooseForOrder(request, params.id, path, form);
  if (form.get("act") === "invoice") return askInvoice(request, params.id, path, form);
  return orderAction(path, params.id, form, await asBuyer(request));
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

/** Parcels of a bulk order beyond these are counted, not listed. */
const SHOWN = 30;
/** Often while parcels are being planned, then at a parcel's pace; never while nobody looks. */
const SOON_MS = 5_000;
const LATER_MS = 60_000;

export default function OrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const { shown, signedIn, id, frame } = loaderData;
  return shown === null ? (
    <ClosedOrder id={id} signedIn={signedIn} />
  ) : (
    <OpenOrder shown={shown} signedIn={signedIn} frame={frame} said={actionData} />
  );
}

type Shown = NonNullable<Route.ComponentProps["loaderData"]["shown"]>;
type Said = Route.ComponentProps["actionData"];

type Frame = Route.ComponentProps["loaderData"]["frame"];

function OpenOrder({ shown, signedIn, frame, said }: { shown: Shown; signedIn: boolean; frame: Frame; said: Said }) {
  const actionData = said !== undefined && "typed" in said ? said : undefined;
  const acted: ActSaid | undefined = said !== undefined && "again" in said ? said : undefined;
  const t = useTranslations("order");
  const claimed = useTranslations("orderClaims");
  const moneyBack = useMoneyBack(shown.order.currency);
  const shortMoney = ({ refund, back, refund_minor }: OrderShort) =>
    moneyBack({ state: refund, parts: back, amount_minor: refund_minor }, (state, amount) =>
      t(`short.${state}`, { amount }),
    );
  const f = useFormats();
  const path = usePath();
  const [query] = useSearchParams();
  const { order, parcels, count, states, planning, money, sellers, shorts, claims, reportable, replaces, addressees } =
    shown;
  const told = tellOrder({
    canceled: order.canceled,
    nothing_comes: shown.nothing_comes,
    states,
    planning: planning !== null,
    in_cycle: shown.cycle !== null && (shown.cycle.waits || goesBack(shown.cycle)),
    divided: money !== null,
    shorts,
    claims,
  });
  const fetched = parcels.length > 0 && parcels.every((parcel) => parcel.fetched);
  const nothing = told.headline === "nothingComes";
  const ended = order.canceled || nothing;
  const noneAwaited = ended || shown.called_back || told.headline === "inCycle";
  const over = ended || told.headline === "divided";
  const soon = (count === 0 || planning !== null) && !shown.cycle?.waits;
  useLookAgain(over ? null : soon ? SOON_MS : LATER_MS);
  // All of its money goes back: papers that exist stay, and none is asked for any more.
  const calledBack = order.canceled || shown.called_back;
  // What went astray was sent: that step is behind it.
  const done = STEPS.indexOf(told.step) + (told.astray ? 1 : 0);
  const reports = actionData?.typed.act === "report" ? actionData.problems : undefined;
  const formProps = {
    mayAct: shown.mayAct,
    currency: order.currency,
    reportKey: shown.key,
    was: actionData?.typed ?? {},
  };
  return (
    <div className="wrap stack-l">
      <header className="stack">
        {frame === null ? null : <OfCompany order={frame.order} />}
        {query.has("thanks") && !order.canceled ? <p className="note good">{t("thanks")}</p> : null}
        {query.get("link") === "old" ? <p className="note warn">{claimed("oldLink")}</p> : null}
        <h1 className="section-title">{t("title", { number: order.number })}</h1>
        <p className="muted">{t("placedOn", { date: f.timeThere(order.placed_at) })}</p>
        {replaces === null ? null : (
          <p className="note">
            <a href={`/${path}/orders/${replaces}`}>{claimed("replaces")}</a>
          </p>
        )}
        {told.headline === "canceled" || shown.called_back ? (
          <CalledBack done={order.canceled} goes_back={shown.goes_back} currency={order.currency} />
        ) : told.headline === "inCycle" ? null : (
          <p className={told.astray ? "note warn" : undefined}>
            {fetched && (told.headline === "packing" || told.headline === "sent")
              ? t(`nextFetched.${told.headline}`)
              : t(`next.${told.headline}`)}
          </p>
        )}
        {told.notes.map((note) => (
          <p key={note} className="note">
            {t(`notes.${note}`)} {note.startsWith("claim") ? <a href="#claims">{t("notes.see")}</a> : null}
          </p>
        ))}
      </header>
      {claims.length === 0 ? null : (
        <OrderClaims
          id="claims"
          claims={claims}
          reportable={[]}
          problems={reports === undefined ? actionData?.problems : undefined}
          {...formProps}
        />
      )}
      {shorts.length === 0 ? null : (
        <section className="panel stack-s">
          <h2>{t("short.title")}</h2>
          <ul className="plain stack-s">
            {shorts.map((short, index) => (
              <li key={index}>
                {short.instead === null
                  ? null
                  : t("short.instead", {
                      title: short.title[path],
                      amount: f.units(short.instead.units, short.unit),
                      grade: short.instead.grade_name[path],
                    })}{" "}
                {short.units === 0 ? (
                  shortMoney(short)
                ) : short.waits_until === null ? (
                  <>
                    {t(short.lost ? "short.lostLine" : "short.line", {
                      title: short.title[path],
                      amount: f.units(short.units, short.unit),
                    })}{" "}
                    {shortMoney(short)}
                  </>
                ) : (
                  t("short.waits", {
                    title: short.title[path],
                    amount: f.units(short.units, short.unit),
                    until: f.date(short.waits_until),
                  })
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="two-columns">
        <div className="stack">
          {ended ? null : (
            <ol className="plain steps-order" aria-label={t("progress")}>
              {(told.astray ? STEPS.slice(0, -1) : STEPS).map((one, index) => (
                <li
                  key={one}
                  className={index < done ? "done" : index === done ? "now" : ""}
                  aria-current={index === done ? "step" : undefined}
                >
                  <span aria-hidden="true">{index < done ? "✓" : index === done ? "●" : "○"}</span>
                  {fetched && (one === "sent" || one === "delivered") ? t(`stepsFetched.${one}`) : t(`steps.${one}`)}
                </li>
              ))}
              {told.astray ? (
                <li className="now" aria-current="step">
                  <span aria-hidden="true">!</span>
                  {t("steps.astray")}
                </li>
              ) : null}
            </ol>
          )}
          {ended || shown.called_back ? null : <OrderPickups pickups={shown.pickups} cycle={shown.cycle} />}
          {shown.cycle && !ended ? <OrderCycle cycle={shown.cycle} /> : null}
          {nothing || (count === 0 && noneAwaited) ? null : <h2>{t("parcels", { count })}</h2>}
          {planning && !nothing ? (
            <p className="panel" role="status">
              {t("planning", { written: f.number(planning.written), parcels: f.number(planning.parcels) })}
            </p>
          ) : count === 0 && !noneAwaited ? (
            <p className="panel">{t("noParcels")}</p>
          ) : null}
          <div>
            {parcels.slice(0, SHOWN).map((parcel) => (
              <ParcelCard key={parcel.number} parcel={parcel} />
            ))}
          </div>
          {count > SHOWN ? <p>{t("more", { count: count - SHOWN })}</p> : null}
          <p className="on-screen">
            <a href={`/${path}/orders/${order.id}`}>{t("refresh")}</a>
          </p>
        </div>
        <aside className="stack">
          <section className="panel stack">
            <h2>{t("bought")}</h2>
            <ul className="plain stack-s">
              {order.items.map((item, index) => (
                <li key={index} className="row between bought">
                  {item.picture ? <Picture of={item.picture} alt="" sizes="64px" /> : null}
                  <span>{t("line", { title: item.title[path], pack: item.pack[path], quantity: item.quantity })}</span>
                  <span className="tabular">{f.money(item.total_minor, order.currency)}</span>
                </li>
              ))}
            </ul>
            <Totals cart={order} ordered />
            {sellers.map((seller) => (
              <p key={seller.name?.en ?? "platform"} className="small">
                {t("seller", { name: seller.name?.[path] ?? t("platform") })}
                {seller.tax_exempt ? ` ${t("taxExempt")}` : ""}
              </p>
            ))}
          </section>
          {shown.invoices === null || (calledBack && shown.invoices.invoices.length === 0) ? null : (
            <Invoices order_id={order.id} found={shown.invoices} said={acted?.invoice} />
          )}
          {shown.mayAct && money !== null ? (
            <p>
              <a href={`/${path}/orders/${order.id}/proofs`}>{t("proofs")}</a>
            </p>
          ) : null}
          {addressees === null || nothing ? null : (
            <section className="panel stack-s">
              <h2>{t("sendTo")}</h2>
              <p>{t("toAddressees", { count: addressees })}</p>
              {shown.sheet === null ? null : (
                <p>
                  <a href={`/${path}/wholesale/addressees/${shown.sheet}`}>{t("followAddressees")}</a>
                </p>
              )}
            </section>
          )}
          {order.sendTo ? (
            <section className="panel stack-s">
              <h2>{t(addressees !== null ? "orderedBy" : fetched ? "fetchedBy" : "sendTo")}</h2>
              <p>
                {order.sendTo.name}
                <br />
                {order.sendTo.address}
                <br />
                {order.sendTo.phone}
                <br />
                {order.sendTo.email}
              </p>
            </section>
          ) : (
            <p className="small muted">{t("addressHidden")}</p>
          )}
        </aside>
      </div>
      <OrderClaims
        id={claims.length === 0 ? "claims" : "report"}
        claims={[]}
        reportable={shown.mayAct || claims.length === 0 ? reportable.slice(0, SHOWN) : []}
        problems={claims.length === 0 ? actionData?.problems : reports}
        {...formProps}
      />
      {shown.choice === null || ended || shown.called_back ? null : (
        <OrderChoice choice={shown.choice} problem={acted?.choice} />
      )}
      <OrderActs shown={shown} signedIn={signedIn} company={frame !== null} said={acted} />
      {nothing && money === null ? null : (
        <section className="stack">
          <h2>{t("money")}</h2>
          {money ? (
            <>
              <YuanBar
                rows={money}
                currency={order.currency}
                caption={t("moneyCaption", { amount: f.moneyInWords(order.total_minor, order.currency) })}
              />
              {money.some((row) => row.part === "put_in") ? <p className="note">{t("moneyClaimed")}</p> : null}
            </>
          ) : (
            <p className="panel">{t("moneyLater")}</p>
          )}
        </section>
      )}
    </div>
  );
}
