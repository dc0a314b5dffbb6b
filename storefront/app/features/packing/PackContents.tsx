import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { CareTags } from "./CareTags";
import type { Packing } from "./data.server";

type Content = Packing["contents"][number];

/** Lots of a line that stand open on the page: what one fetches next. More lie folded behind their count. */
const OPEN_LOTS = 4;

/** What goes into a box: each line with its packs and its lots, ticked or not, and the way out when something is missing. */
export function PackContents({ parcel, packing }: { parcel: Packing; packing: boolean }) {
  const t = useTranslations("packing.pack");
  const f = useFormats();
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
            <CareTags care={line.first.care} />
            <LineLots parcel={parcel} line={line} packing={packing} />
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

/** The lots of a line: all of a few; of many the next to fetch and whatever is recalled, and all of them behind their count. */
function LineLots({
  parcel,
  line,
  packing,
}: {
  parcel: Packing;
  line: { id: string; contents: readonly Content[] };
  packing: boolean;
}) {
  const t = useTranslations("packing.pack");
  const few = line.contents.length <= OPEN_LOTS;
  const untaken = line.contents.filter((one) => !one.ticked);
  const shown = few
    ? line.contents
    : [...untaken.slice(0, OPEN_LOTS - 1), ...untaken.slice(OPEN_LOTS - 1).filter((one) => one.recalled)];
  const rows = (all: readonly Content[]) => (
    <ul className="plain stack-s">
      {all.map((one) => (
        <li key={one.allocation_id}>
          <Lot parcel={parcel} content={one} packing={packing} />
        </li>
      ))}
    </ul>
  );
  if (few) return rows(shown);
  return (
    <>
      {packing && shown.length > 0 ? (
        <>
          <p className="muted small">{t("nextLots")}</p>
          {rows(shown)}
        </>
      ) : null}
      <details id={`lots-${line.id}`}>
        <summary>
          {t("allLots", { count: line.contents.length, ticked: line.contents.length - untaken.length })}
        </summary>
        {rows(line.contents)}
      </details>
    </>
  );
}

function Lot({ parcel, content, packing }: { parcel: Packing; content: Content; packing: boolean }) {
  const t = useTranslations("packing.pack");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      <p className="row between">
        <span>
          <span aria-hidden="true">{content.ticked ? "✓ " : "○ "}</span>
          <span className="visually-hidden">{t(content.ticked ? "isTicked" : "notTicked")} </span>
          {content.lot_number} · {f.units(content.units, content.unit)}
          {content.how === null ? "" : ` · ${t(content.how === "scan" ? "byScan" : "byHand")}`}
        </span>
        {content.recalled ? (
          <span className="tag bad">
            <span aria-hidden="true">!</span>
            {t("recalled")}
          </span>
        ) : null}
      </p>
      {packing ? (
        <a
          className="line-link"
          href={`/${path}/desk/shorts/new?lot=${encodeURIComponent(content.lot_id)}&order=${encodeURIComponent(parcel.order_id)}`}
        >
          {t("short", { lot: content.lot_number })}
        </a>
      ) : null}
    </>
  );
}
