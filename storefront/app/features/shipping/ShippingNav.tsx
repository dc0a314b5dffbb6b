import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = [
  "carriers",
  "rate-cards",
  "try-rate",
  "truck-rates",
  "cartons",
  "packs",
  "pickup-points",
  "shipping-sheets",
] as const;
export type ShippingPage = (typeof PAGES)[number];

/** With whom, in what and for how much parcels travel. */
export function ShippingNav({ here }: { here: ShippingPage }) {
  const t = useTranslations("shipping");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      <a href={`/${path}/desk/parcels`}>{t("parcels")}</a>
      {PAGES.map((page) => (
        <a key={page} href={`/${path}/desk/${page}`} aria-current={page === here ? "page" : undefined}>
          {t(`pages.${page}`)}
        </a>
      ))}
    </nav>
  );
}
