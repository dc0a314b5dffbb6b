import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { cameOf } from "./came-of";
import type { CompanyOrder } from "./orders.server";
import { wantedDays } from "./wanted";

/** The way back from an order's page to the company's own: all its orders, and what this one came of; and for which day it was agreed. */
export function OfCompany({ order }: { order: Pick<CompanyOrder, "quotes" | "joint_id"> }) {
  const t = useTranslations("companyShop");
  const path = usePath();
  return (
    <>
      <p className="row on-screen">
        <a href={`/${path}/wholesale/orders`}>{t("pages.orders")}</a>
        <a href={cameOf(path, order)}>{t("ofQuote", { number: order.quotes.map((one) => one.number).join(", ") })}</a>
      </p>
      <Wanted quotes={order.quotes} />
    </>
  );
}

/** One day said once; cooperatives that were asked for several days each by its quote. */
function Wanted({ quotes }: Pick<CompanyOrder, "quotes">) {
  const t = useTranslations("companyShop");
  const f = useFormats();
  const days = wantedDays(quotes);
  const [day] = days;
  if (day === undefined) return null;
  if (days.length === 1) return <p>{t("wantedOn", { day: f.date(day) })}</p>;
  return (
    <ul className="plain">
      {quotes.map(({ id, number, wanted_on }) =>
        wanted_on === null ? null : <li key={id}>{t("quoteWantedOn", { number, day: f.date(wanted_on) })}</li>,
      )}
    </ul>
  );
}
