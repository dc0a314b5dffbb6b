import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Receipt } from "./data.server";

/** What the household is told at once. */
export function ReceiptCard({ receipt }: { receipt: Receipt }) {
  const t = useTranslations("receipt");
  const f = useFormats();
  const { unit } = receipt.pool;
  return (
    <section className="receipt stack-s" role="status" id="receipt">
      <p className="tag good">
        <span aria-hidden="true">✓</span>
        {receipt.repeated ? t("already") : t("done")}
      </p>
      <h2>{t("number", { number: receipt.number })}</h2>
      <p>{t("household", { name: receipt.household.name, card: receipt.household.card_number })}</p>
      <p className="big">{f.units(receipt.units, unit)}</p>
      {receipt.kept_apart_units > 0 ? (
        <p>{t("keptApart", { amount: f.units(receipt.kept_apart_units, unit) })}</p>
      ) : null}
      <p>{t("season", { amount: f.units(receipt.season_units, unit) })}</p>
      <p className="muted small">{t("pool", { amount: f.units(receipt.pool_on_hand, unit) })}</p>
      <p className="muted small">{t("objection")}</p>
    </section>
  );
}
