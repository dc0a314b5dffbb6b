import { useTranslations } from "use-intl";
import { MoneyBar } from "../ui/MoneyBar";
import type { YuanRow } from "./yuan.server";

/** The bar and its table: who gets how much of what was paid. */
export function YuanBar({ rows, currency, caption }: { rows: readonly YuanRow[]; currency: string; caption: string }) {
  const t = useTranslations("yuan");
  return (
    <MoneyBar
      currency={currency}
      caption={caption}
      rows={rows.map(({ part, amount_minor }) => ({ key: part, part, label: t(part), amount_minor }))}
    />
  );
}
