import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { GRAMS_PER_JIN, GRAMS_PER_KG, unitPrice } from "../produce/unit-price";
import { List } from "../ui/List";
import type { PackShare } from "./product.server";

/** What each price is by the kilogram and the jin, and what households get of it. */
export function Shares({
  shares,
  currency,
  unit,
}: {
  shares: readonly PackShare[];
  currency: string;
  unit: "g" | "piece";
}) {
  const t = useTranslations("shopDesk.product");
  const f = useFormats();
  const path = usePath();
  const per = (share: PackShare, amount_minor: number, count: number) =>
    f.money(unitPrice(amount_minor, unit === "g" ? share.grams : share.units, count), currency);
  const each = (share: PackShare, amount_minor: number) =>
    unit === "piece"
      ? t("perPiece", { price: per(share, amount_minor, 1) })
      : t("perWeight", { kg: per(share, amount_minor, GRAMS_PER_KG), jin: per(share, amount_minor, GRAMS_PER_JIN) });
  return (
    <List
      label={t("shares")}
      rows={shares.map((share) => ({ ...share, id: String(share.units) }))}
      none={t("noPrices")}
      columns={[
        { head: t("pack"), name: true, of: (share) => share.title[path] },
        { head: t("buyerPays"), num: true, of: (share) => f.money(share.price_minor, currency) },
        { head: t("unitPrice"), num: true, of: (share) => each(share, share.price_minor) },
        {
          head: t("householdsGet"),
          num: true,
          of: (share) =>
            share.households_minor === null ? t("notDivided") : f.money(share.households_minor, currency),
        },
        {
          head: t("householdsEach"),
          num: true,
          of: (share) => (share.households_minor === null ? "—" : each(share, share.households_minor)),
        },
      ]}
    />
  );
}
