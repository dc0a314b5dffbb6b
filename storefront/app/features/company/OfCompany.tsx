import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { cameOf } from "./came-of";
import type { CompanyOrder } from "./orders.server";

/** The way back from an order's page to the company's own: all its orders, and what this one came of. */
export function OfCompany({ order }: { order: Pick<CompanyOrder, "quotes" | "joint_id"> }) {
  const t = useTranslations("companyShop");
  const path = usePath();
  return (
    <p className="row on-screen">
      <a href={`/${path}/wholesale/orders`}>{t("pages.orders")}</a>
      <a href={cameOf(path, order)}>{t("ofQuote", { number: order.quotes.map((one) => one.number).join(", ") })}</a>
    </p>
  );
}
