import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { isCounted } from "../cycle/states";
import type { ActSaid } from "./acts.server";
import type { Order } from "./data.server";
import type { OrderParcels } from "./parcels.server";

/** Once one of these is among its parcels, an order is called back no more. */
const PACKED: readonly string[] = ["packed", "handed_over", "in_transit", "delivered", "lost", "returned"];

/** What a buyer may do with an order: call it back, buy it again, keep it in their account. */
export function OrderActs({
  shown,
  signedIn,
  company,
  said,
}: {
  shown: Pick<OrderParcels, "mayAct" | "states" | "nothing_comes" | "kept" | "called_back" | "replaces" | "cycle"> & {
    order: Order;
  };
  signedIn: boolean;
  /** It is of the company that this browser is signed in for: it is in nobody's own account. */
  company: boolean;
  said: ActSaid | undefined;
}) {
  const t = useTranslations("order.acts");
  const path = usePath();
  const { order } = shown;
  if (!shown.mayAct) return null;
  const cancelable =
    !order.canceled &&
    !shown.called_back &&
    !shown.nothing_comes &&
    shown.replaces === null &&
    !shown.states.some((one) => PACKED.includes(one));
  const counted = shown.cycle !== null && isCounted(shown.cycle);
  return (
    <section className="stack on-screen" id="acts">
      <h2>{t("title")}</h2>
      {said?.problem ? (
        <p className="problems" role="alert">
          {said.problem}
        </p>
      ) : null}
      {said !== undefined && said.again.length > 0 ? (
        <div className="note warn stack-s" role="alert">
          <p>{t("gone")}</p>
          <ul>
            {said.again.map((line) => (
              <li key={line.title + line.pack}>{t(line.added === 0 ? "goneLine" : "lessLine", { ...line })}</li>
            ))}
          </ul>
          <p>
            <a href={`/${path}/cart`}>{t("toCart")}</a>
          </p>
        </div>
      ) : null}
      <div className="row">
        <Form method="post">
          <button className="button second" name="act" value="again">
            {t("again")}
          </button>
        </Form>
        {signedIn && !company && !shown.kept ? (
          <form method="post" action={`/${path}/account/orders/keep`}>
            <input type="hidden" name="order_id" value={order.id} />
            <button className="button second">{t("keep")}</button>
          </form>
        ) : null}
        {signedIn || company ? null : (
          <a
            className="button quiet"
            href={`/${path}/account/sign-in?next=${encodeURIComponent(`/${path}/orders/${order.id}`)}`}
          >
            {t("signIn")}
          </a>
        )}
      </div>
      {cancelable && counted ? <p className="muted">{t("cycleCounted")}</p> : null}
      {cancelable && !counted ? (
        <details className="panel">
          <summary>{t("cancel")}</summary>
          <Form method="post" className="stack">
            <p>{t("cancelLead")}</p>
            <button className="button second" name="act" value="cancel">
              {t("cancelNow")}
            </button>
          </Form>
        </details>
      ) : null}
    </section>
  );
}

/** What is said of an order that was called back, and of its money. */
export function CalledBack({
  done,
  goes_back,
  currency,
}: {
  done: boolean;
  goes_back: OrderParcels["goes_back"];
  currency: string;
}) {
  const t = useTranslations("order.acts");
  const f = useFormats();
  const amount = goes_back === null ? "" : f.moneyInWords(goes_back.amount_minor, currency);
  return (
    <p className="note warn" role="status">
      {t(done ? "canceled" : "canceling")}{" "}
      {goes_back === null ? t(done ? "nothingTaken" : "moneyFollows") : t(`back.${goes_back.state}`, { amount })}
    </p>
  );
}
