import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Product } from "./data.server";

/** Sold out: when the next lots are expected, by what households declared, else when the next harvest begins. */
export function NextLots({ product }: { product: Pick<Product, "coming" | "season" | "unit"> }) {
  const t = useTranslations("product");
  const f = useFormats();
  const { coming, season } = product;
  if (coming) {
    const dates = f.dates(coming.from, coming.to);
    if (coming.expected_units === null) return <p>{t("coming", { dates })}</p>;
    return <p>{t("comingAmount", { dates, amount: f.units(Math.round(coming.expected_units), product.unit) })}</p>;
  }
  if (season?.in_days === 0) return <p>{t("harvestNow")}</p>;
  if (!season || season.in_days === null) return null;
  return <p>{t("nextHarvest", { date: f.season(season.picked_from, season.picked_from) })}</p>;
}
