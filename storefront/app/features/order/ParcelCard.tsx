import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Parcel, ParcelLot } from "./parcels.server";
import type { ParcelState } from "./states";
import { ParcelEvents } from "./ParcelEvents";
import { PrintAddress } from "../ui/PrintAddress";
import { Tag, type Look } from "../ui/Tag";

const LOOK: Record<ParcelState, Look> = {
  planned: { sign: "○", tone: "" },
  labelled: { sign: "○", tone: "" },
  packed: { sign: "◐", tone: "" },
  handed_over: { sign: "→", tone: "warn" },
  in_transit: { sign: "→", tone: "warn" },
  delivered: { sign: "✓", tone: "good" },
  lost: { sign: "!", tone: "bad" },
  returned: { sign: "↩", tone: "bad" },
  void: { sign: "×", tone: "bad" },
};

export function ParcelStateTag({ state, fetched = false }: { state: ParcelState; fetched?: boolean }) {
  const t = useTranslations("parcel");
  const way = fetched && (state === "handed_over" || state === "in_transit" || state === "delivered") ? state : null;
  return <Tag look={LOOK[state]}>{way === null ? t(`states.${state}`) : t(`fetched.${way}`)}</Tag>;
}

/** Lots that stand open; a parcel may hold shares of hundreds, which lie folded by village. */
const OPEN_LOTS = 4;

function byVillage(lots: readonly ParcelLot[]): { village: ParcelLot["village"]; lots: ParcelLot[] }[] {
  const found = new Map<string, { village: ParcelLot["village"]; lots: ParcelLot[] }>();
  for (const lot of lots) {
    const key = lot.village?.zh ?? "";
    const known = found.get(key) ?? { village: lot.village, lots: [] };
    known.lots.push(lot);
    found.set(key, known);
  }
  return [...found.values()];
}

/** Grams and pieces apart. */
function sumsOf(lots: readonly ParcelLot[]): { units: number; unit: ParcelLot["unit"] }[] {
  return (["g", "piece"] as const).flatMap((unit) => {
    const units = lots.reduce((sum, lot) => sum + (lot.unit === unit ? lot.units : 0), 0);
    return units > 0 ? [{ units, unit }] : [];
  });
}

function Lots({ lots }: { lots: readonly ParcelLot[] }) {
  const t = useTranslations("parcel");
  const f = useFormats();
  const path = usePath();
  return (
    <ul className="plain lots">
      {lots.map((lot, index) => (
        <li key={`${lot.number}-${index}`} className="lot">
          <span>
            {lot.village === null ? null : (
              <>
                {lot.handle === null ? (
                  lot.village[path]
                ) : (
                  <a href={`/${path}/villages/${lot.handle}`}>{lot.village[path]}</a>
                )}
                {" · "}
              </>
            )}
            {t("picked", { date: f.date(lot.harvested_on) })}
            <br />
            <span className="muted small">{t("lot", { number: lot.number })}</span>
          </span>
          <span className="tabular">{f.units(lot.units, lot.unit)}</span>
        </li>
      ))}
    </ul>
  );
}

/** One parcel: what is in it, whose harvest that was, and where it is. */
export function ParcelCard({ parcel, alone = false }: { parcel: Parcel; alone?: boolean }) {
  const t = useTranslations("parcel");
  const f = useFormats();
  // Among an order's parcels, or as a page of its own: headings go down one step at a time.
  const [Title, Part] = alone ? (["h2", "h3"] as const) : (["h3", "h4"] as const);
  const path = usePath();
  return (
    <article className="panel parcel stack">
      <div className="row between">
        <Title>{t("title", { number: parcel.number })}</Title>
        <ParcelStateTag state={parcel.state} fetched={parcel.fetched} />
      </div>
      <p className="muted">
        {parcel.goods.map((line) => `${line.title[path]} ${f.units(line.units, line.unit)}`).join(t("comma"))}
        {" · "}
        {t("gross", { weight: f.kg(parcel.gross_g) })}
      </p>
      {parcel.tracking_number ? (
        <p>{t("tracking", { carrier: parcel.carrier?.[path] ?? "", number: parcel.tracking_number })}</p>
      ) : null}
      {parcel.lots.length > 0 ? (
        <div className="stack-s">
          <Part>{t("whose", { count: parcel.lots.length })}</Part>
          {parcel.lots.length <= OPEN_LOTS ? (
            <Lots lots={parcel.lots} />
          ) : (
            byVillage(parcel.lots).map(({ village, lots }) => (
              <details key={village?.zh ?? ""} className="lots-of">
                <summary>
                  {t("fromVillage", {
                    village: village?.[path] ?? t("elsewhere"),
                    count: lots.length,
                    amount: sumsOf(lots)
                      .map(({ units, unit }) => f.units(units, unit))
                      .join(t("comma")),
                  })}
                </summary>
                <Lots lots={lots} />
              </details>
            ))
          )}
        </div>
      ) : null}
      <ParcelEvents events={parcel.events} fetched={parcel.fetched} />
      <p>
        {alone ? null : <a href={`/${path}/trace/${parcel.number}`}>{t("trace")}</a>}{" "}
        <PrintAddress path={`/trace/${parcel.number}`} />
      </p>
    </article>
  );
}
