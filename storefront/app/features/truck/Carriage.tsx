import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Carriage } from "./data.server";
import { TRUCK_REFUSALS } from "./refusals";

/** How goods may go, as a form names it: in parcels, or by a truck's rate. */
export const PARCELS = "parcels";

/**
 * Parcels and trucks side by side, each with what it costs and how long it takes, or with why it can't be. `choose`: where a way's link
 * leads that fills it into the offer; left out for who only reads.
 */
export function CarriageTable({
  carriage,
  choose,
}: {
  carriage: Omit<Carriage, "addressees">;
  choose?: (way: string) => string;
}) {
  const t = useTranslations("truck");
  const f = useFormats();
  const { refusal, currency, parcels, trucks } = carriage;
  const why = ({ code, message }: { code: string; message: string }) => {
    const known = TRUCK_REFUSALS.find((one) => one === code);
    return known ? t(`refusals.${known}`) : message;
  };
  if (refusal !== null || currency === null) return refusal === null ? null : <p className="note">{why(refusal)}</p>;
  const use = (way: string, name: string) =>
    choose ? (
      <a href={choose(way)} aria-label={t("useOf", { way: name })}>
        {t("use")}
      </a>
    ) : null;
  const days = ({ usual_days, latest_days }: { usual_days: number | null; latest_days: number | null }) =>
    usual_days === null || latest_days === null
      ? t("daysUnknown")
      : t("daysFromTo", { usual: usual_days, latest: latest_days });
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("compare")}>
      <table>
        <caption className="visually-hidden">{t("compare")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("way")}</th>
            <th scope="col" className="num">
              {t("cost")}
            </th>
            <th scope="col">{t("days")}</th>
            <th scope="col">{t("load")}</th>
            {choose ? <th scope="col">{t("offer")}</th> : null}
          </tr>
        </thead>
        <tbody>
          {parcels === null ? null : (
            <tr>
              <th scope="row">{t("byParcels")}</th>
              {parcels.refusal !== null ? (
                <td colSpan={choose ? 4 : 3}>{why(parcels.refusal)}</td>
              ) : (
                <>
                  <td className="num">{f.money(parcels.freight_minor, currency)}</td>
                  <td>{days(parcels)}</td>
                  <td>{t("parcels", { count: parcels.parcels })}</td>
                  {choose ? <td>{use(PARCELS, t("byParcels"))}</td> : null}
                </>
              )}
            </tr>
          )}
          {trucks.map((one) => (
            <tr key={one.rate_id}>
              <th scope="row">{t("byTruck", { name: one.name })}</th>
              {one.refusal !== null ? (
                <td colSpan={choose ? 4 : 3}>{why(one.refusal)}</td>
              ) : (
                <>
                  <td className="num">{f.money(one.freight_minor, currency)}</td>
                  <td>{t("daysOf", { count: one.days })}</td>
                  <td>
                    {t("truckLoad", { trucks: one.trucks, pallets: one.pallets, cartons: one.cartons })}
                    <br />
                    <span className="muted small">
                      {t("road", { km: f.number(one.road_km), weight: f.weight(one.gross_g) })}
                    </span>
                  </td>
                  {choose ? <td>{use(one.rate_id, one.name)}</td> : null}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {trucks.length === 0 ? <p className="muted">{t("noTrucks")}</p> : null}
    </div>
  );
}
