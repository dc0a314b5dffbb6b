import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CareTags } from "./CareTags";
import type { Packing } from "./data.server";

/** How the packs lie in the carton, from the bottom up; nothing where their sides are not known. */
export function PackLayers({ parcel }: { parcel: Packing }) {
  const t = useTranslations("boxes");
  const f = useFormats();
  if (parcel.layers === null) return null;
  const goods = new Map(parcel.contents.map((one) => [one.order_line_id, one]));
  return (
    <section className="stack">
      <h2>{t("layers")}</h2>
      <p className="muted">{t("layersHint")}</p>
      <ol className="plain stack">
        {parcel.layers.map((layer) => (
          <li key={layer.from_mm} className="panel">
            <p>
              <strong>{layer.from_mm === 0 ? t("bottom") : t("from", { from: f.number(layer.from_mm) })}</strong>
            </p>
            <ul className="plain stack-s">
              {layer.rows.map((row, at) => (
                <li key={at} className="stack-s">
                  {goods.has(row.kind) ? <CareTags care={goods.get(row.kind)!.care} /> : null}
                  <span>
                    {t("row", {
                      title: goods.get(row.kind)?.title ?? "",
                      along: f.number(row.along),
                      across: f.number(row.across),
                      length: f.number(row.side_mm[0]),
                      width: f.number(row.side_mm[1]),
                      height: f.number(row.side_mm[2]),
                    })}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}
