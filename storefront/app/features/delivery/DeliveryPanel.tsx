import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Side } from "../quote/words";
import { Input, Select, type Problem } from "../ui/Field";
import type { Delivery } from "./data.server";
import { STARS } from "./words";

/** How far a quote's order is, how its inspection stands, and how both sides found each other. `may`: who reads it buys, or sells. */
export function DeliveryPanel({
  delivery,
  me,
  may,
  problems,
}: {
  delivery: Delivery;
  me: Side;
  may: boolean;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("delivery");
  const f = useFormats();
  const { progress, inspection } = delivery;
  const { standing } = inspection;
  const open = standing === "open" || standing === "accepted_by_silence" || standing === "settled";
  const words = t(`standings.${standing === "open" && me === "seller" ? "openSeller" : standing}`, {
    days: inspection.days,
    last: inspection.last_day === null ? "" : f.date(inspection.last_day),
    count: inspection.open_claims,
    time: inspection.accepted_at === null ? "" : f.timeThere(inspection.accepted_at),
  });
  return (
    <section className="stack" id="delivery">
      <h2>{t("title")}</h2>
      {progress.map((one) => (
        <p key={one.unit}>
          {t("covered", {
            covered: f.units(one.covered, one.unit),
            wanted: f.units(one.wanted, one.unit),
            lots: one.lots,
            households: one.households,
          })}{" "}
          {one.sent > 0 ? t("sent", { sent: f.units(one.sent, one.unit) }) : ""}
        </p>
      ))}
      <p className={standing === "claimed" ? "note warn" : standing === "accepted" ? "note good" : "note"}>{words}</p>
      {inspection.words === "" ? null : <p>{inspection.words}</p>}
      <p className="muted">{t(`release.${inspection.release}`)}</p>
      {me === "buyer" && may ? (
        <form method="post" className="stack-s" noValidate>
          {open ? (
            <>
              <Input name="accept_words" label={t("acceptWords")} maxLength={500} problems={problems} />
              <p>
                <button className="button" name="intent" value="accept_goods">
                  {t("accept")}
                </button>
              </p>
            </>
          ) : null}
          <p>
            <button className="button second" name="intent" value="order_page">
              {t("toOrder")}
            </button>
          </p>
        </form>
      ) : null}
      <Ratings delivery={delivery} me={me} may={may} problems={problems} />
    </section>
  );
}

function Ratings({
  delivery,
  me,
  may,
  problems,
}: {
  delivery: Delivery;
  me: Side;
  may: boolean;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("delivery");
  const f = useFormats();
  const { window, own, other, average } = delivery.rating;
  const asks = window === "open" && own === null && may;
  if (!asks && own === null && other === null && average === null) return null;
  return (
    <div className="panel stack-s">
      <h3>{t("rating")}</h3>
      {average === null ? null : (
        <p>{t("average", { stars: f.number(average.stars_100 / 100), count: average.ratings })}</p>
      )}
      {own === null ? null : (
        <p>
          {t("own", { stars: own.stars })} {own.words}
        </p>
      )}
      {other === null ? null : (
        <p>
          {t("other", { stars: other.stars })} {other.words}
        </p>
      )}
      {own !== null && other === null && window === "open" ? <p className="muted">{t("otherLater")}</p> : null}
      {asks ? (
        <form method="post" className="stack-s" noValidate>
          <p>{t(me === "buyer" ? "ratingLeadBuyer" : "ratingLeadSeller")}</p>
          <Select name="stars" label={t("stars")} problems={problems}>
            <option value="">{t("choose")}</option>
            {STARS.map((stars) => (
              <option key={stars} value={stars}>
                {t("star", { stars })}
              </option>
            ))}
          </Select>
          <Input name="rating_words" label={t("ratingWords")} maxLength={500} />
          <p>
            <button className="button second" name="intent" value="rate">
              {t("rate")}
            </button>
          </p>
        </form>
      ) : null}
    </div>
  );
}
