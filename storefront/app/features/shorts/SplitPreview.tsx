import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { SplitLook } from "./data.server";

/** Before and after of a lot and both pools. */
export function SplitPreview({ preview, unit, target }: { preview: SplitLook; unit: "g" | "piece"; target: string }) {
  const t = useTranslations("split");
  const f = useFormats();
  const rows = [
    { name: t("lot"), before: preview.lot_left + preview.units, after: preview.lot_left },
    { name: t("from"), ...preview.from_on_hand },
    { name: t("target", { pool: target }), ...preview.to_on_hand },
  ];
  return (
    <section className="stack panel" role="status">
      <h2>{t("preview")}</h2>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("preview")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("what")}</th>
              <th scope="col" className="num">
                {t("before")}
              </th>
              <th scope="col" className="num">
                {t("after")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td className="num">{f.units(row.before, unit)}</td>
                <td className="num">{f.units(row.after, unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {preview.kept_apart > 0 ? (
        <p className="note warn">{t("apart", { amount: f.units(preview.kept_apart, unit) })}</p>
      ) : null}
    </section>
  );
}
