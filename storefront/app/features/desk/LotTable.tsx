import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { Lot } from "./data.server";

type Row = Lot & { household?: { card_number: string; name: string } | undefined };

export function LotTable({
  lots,
  label,
  none,
  older = null,
}: {
  lots: readonly Row[];
  label: string;
  none: string;
  older?: string | null;
}) {
  const t = useTranslations("lotTable");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={label}
      rows={lots}
      none={none}
      older={older}
      columns={[
        { head: t("receipt"), name: true, of: (lot) => <a href={`/${path}/desk/lots/${lot.id}`}>{lot.number}</a> },
        {
          head: t("household"),
          of: ({ household }) => (household ? `${household.name} ${household.card_number}` : null),
        },
        { head: t("produce"), of: (lot) => `${lot.produce_name[path]} · ${lot.grade_name[path]}` },
        { head: t("weight"), num: true, of: (lot) => f.units(lot.units, lot.unit) },
        { head: t("weighedAt"), of: (lot) => f.time(lot.weighed_at) },
      ]}
    />
  );
}
