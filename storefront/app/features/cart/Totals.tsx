import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Cart } from "./data.server";

export function Totals({
  cart,
}: {
  cart: Pick<Cart, "items_minor" | "shipping_minor" | "tax_minor" | "total_minor" | "currency">;
}) {
  const t = useTranslations("totals");
  const f = useFormats();
  return (
    <dl className="totals">
      <dt>{t("goods")}</dt>
      <dd>{f.money(cart.items_minor, cart.currency)}</dd>
      <dt>{t("freight")}</dt>
      <dd>{cart.shipping_minor === null ? t("freightLater") : f.money(cart.shipping_minor, cart.currency)}</dd>
      {cart.tax_minor > 0 ? (
        <>
          <dt>{t("tax")}</dt>
          <dd>{f.money(cart.tax_minor, cart.currency)}</dd>
        </>
      ) : null}
      <dt className="sum">{t(cart.shipping_minor === null ? "withoutFreight" : "total")}</dt>
      <dd className="sum">{f.money(cart.total_minor, cart.currency)}</dd>
    </dl>
  );
}
