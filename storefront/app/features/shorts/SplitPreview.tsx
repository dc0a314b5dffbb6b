import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { List } from "../ui/List";
import type { SplitLook } from "./data.server";

/** Before and after of a lot and both pools. */
export function SplitPreview({ preview, unit, target }: { preview: SplitLook; unit: "g" | "piece"; target: string }) {
  const t = useTranslations("split");
  const f = useFormats();
  const rows = [
    { id: t("lot"), before: preview.lot_left + preview.units, after: preview.lot_left },
    { id: t("from"), ...preview.from_on_hand },
    { id: t("target", { pool: target }), ...preview.to_on_hand },
  ];
  return (
    <section className="stack panel" role="status">
      <h2>{t("preview")}</h2>
      <List
        label={t("preview")}
        rows={rows}
        none=""
        columns={[
          { head: t("what"), name: true, of: (row) => row.id },
          { head: t("before"), num: true, of: (row) => f.units(row.before, unit) },
          { head: t("after"), num: true, of: (row) => f.units(row.after, unit) },
        ]}
      />
      {preview.kept_apart > 0 ? (
        <p className="note warn">{t("apart", { amount: f.units(preview.kept_apart, unit) })}</p>
      ) : null}
    </section>
  );
}
