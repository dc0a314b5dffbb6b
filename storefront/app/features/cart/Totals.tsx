import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Cart } from "./data.server";

/** `ordered`: an order's sum is no demand any more. */
export function Totals({
  cart,
  ordered = false,
}: {
  ordered?: boolean;
  cart: Pick<Cart, "items_minor" | "shipping_minor" | "tax_minor" | "total_minor" | "currency">;
}) {
  const t = useTranslations("totals");
  const f = useFormats();
  const sum = ordered ? "ordered" : cart.shipping_minor === null ? "withoutFreight" : "total";
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
      <dt className="sum">{t(sum)}</dt>
      <dd className="sum">{f.money(cart.total_minor, cart.currency)}</dd>
    </dl>
  );
}
