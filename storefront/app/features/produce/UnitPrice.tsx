import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { GRAMS_PER_JIN, GRAMS_PER_KG, unitPrice, type Pack, type Unit } from "./unit-price";

/** Price per kg and per jin, or per piece. */
export function UnitPrice({ pack, unit }: { pack: Pack; unit: Unit }) {
  const t = useTranslations("produce");
  const f = useFormats();
  const per = (count: number) => f.money(unitPrice(pack.price_minor, pack.units, count), pack.currency);
  if (unit === "piece") return <>{t("perPiece", { price: per(1) })}</>;
  return <>{t("perWeight", { kg: per(GRAMS_PER_KG), jin: per(GRAMS_PER_JIN) })}</>;
}
