import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** The way back to all that a cooperative shows in the shop. */
export function ShopNav() {
  const t = useTranslations("shopDesk");
  const d = useTranslations("deskThanks");
  const l = useTranslations("priceLists");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      <a href={`/${path}/desk/shop`}>{t("all")}</a>
      <a href={`/${path}/desk/thanks`}>{d("link")}</a>
      <a href={`/${path}/desk/price-lists`}>{l("link")}</a>
    </nav>
  );
}
