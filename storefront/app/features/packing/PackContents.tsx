import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Packing } from "./data.server";

/** What goes into a box: each line with its packs and its lots, ticked or not, and the way out when something is missing. */
export function PackContents({ parcel, packing }: { parcel: Packing; packing: boolean }) {
  const t = useTranslations("packing.pack");
  const f = useFormats();
  const path = usePath();
  const lines = [...new Set(parcel.contents.map((one) => one.order_line_id))].map((id) => {
    const contents = parcel.contents.filter((one) => one.order_line_id === id);
    return { id, contents, ticked: contents.every((one) => one.ticked), first: contents[0]! };
  });
  return (
    <section className="stack">
      <h2>{t("contents")}</h2>
      <ol className="plain stack pack-lines">
        {lines.map((line) => (
          <li key={line.id} className={line.ticked ? "panel pack-line done" : "panel pack-line"}>
            <p className="row between">
              <strong>
                {line.first.title} × {f.number(line.first.packs)}
              </strong>
              <span className={`tag ${line.ticked ? "good" : ""}`}>
                <span aria-hidden="true">{line.ticked ? "✓" : "○"}</span>
                {t(line.ticked ? "isTicked" : "notTicked")}
              </span>
            </p>
            <ul className="plain stack-s">
              {line.contents.map((one) => (
                <li key={one.allocation_id}>
                  <p className="row between">
                    <span>
                      <span aria-hidden="true">{one.ticked ? "✓ " : "○ "}</span>
                      {one.lot_number} · {f.units(one.units, one.unit)}
                      {one.how === null ? "" : ` · ${t(one.how === "scan" ? "byScan" : "byHand")}`}
                    </span>
                    {one.recalled ? (
                      <span className="tag bad">
                        <span aria-hidden="true">!</span>
                        {t("recalled")}
                      </span>
                    ) : null}
                  </p>
                  {packing ? (
                    <a
                      className="line-link"
                      href={`/${path}/desk/shorts/new?lot=${encodeURIComponent(one.lot_id)}&order=${encodeURIComponent(parcel.order_id)}`}
                    >
                      {t("short", { lot: one.lot_number })}
                    </a>
                  ) : null}
                </li>
              ))}
            </ul>
            {packing ? (
              <form method="post">
                <input type="hidden" name="order_line_id" value={line.id} />
                {line.ticked ? (
                  <button className="button quiet" name="intent" value="undo">
                    {t("untick", { title: line.first.title })}
                  </button>
                ) : (
                  <button className="button second" name="intent" value="hand">
                    {t("tickByHand", { title: line.first.title })}
                  </button>
                )}
              </form>
            ) : null}
          </li>
        ))}
      </ol>
      {packing ? <p className="muted small">{t("shortHint")}</p> : null}
    </section>
  );
}
