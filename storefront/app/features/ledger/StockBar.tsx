import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Pool } from "../desk/data.server";
import { Bar } from "../ui/Bar";

/** Held, available and what is expected from the field in one bar; its words are the table beside it. */
export function StockBar({ pool, name, thin = false }: { pool: Pool; name: string; thin?: boolean }) {
  const t = useTranslations("ledger.bar");
  const f = useFormats();
  const expected = pool.forecast.expected;
  return (
    <Bar
      thin={thin}
      label={t("of", {
        name,
        held: f.units(pool.held, pool.unit),
        available: f.units(pool.available, pool.unit),
        forecast: f.units(expected, pool.unit),
      })}
      parts={[
        { key: "held", part: "held", value: pool.held, label: t("held") },
        { key: "available", part: "available", value: pool.available, label: t("available") },
        { key: "forecast", part: "forecast", value: expected, label: t("forecast") },
      ]}
    />
  );
}
