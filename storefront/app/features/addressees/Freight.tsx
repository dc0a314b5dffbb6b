import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath, type Both } from "../../lib/path";
import type { Freight } from "./data.server";

/** What a dry run came to, with the names that people call carriers by. */
export interface NamedFreight extends Omit<Freight, "zones"> {
  readonly zones: readonly (Freight["zones"][number] & { readonly carrier_name: Both })[];
}

/** Freight by zone and cartons, before anything is asked for. */
export function FreightTables({ freight }: { freight: NamedFreight }) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, freight.currency);
  return (
    <div className="stack">
      <p>
        <strong>
          {t("dryRun", {
            parcels: freight.parcels,
            addressees: freight.addressees,
            freight: money(freight.freight_minor),
          })}
        </strong>{" "}
        <span className="muted">{t("dryRunNote")}</span>
      </p>
      {freight.refused.map((one, at) => (
        <p key={at} className="note warn">
          {t(one.reason === "no_rate" ? "notSentTo" : "fitsNowhere", {
            province: one.province[path],
            packs: one.packs,
            addressees: one.addressees,
          })}
        </p>
      ))}
      <table className="words">
        <caption>{t("byZone")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("zone")}</th>
            <th scope="col" className="num">
              {t("parcels")}
            </th>
            <th scope="col" className="num">
              {t("freight")}
            </th>
          </tr>
        </thead>
        <tbody>
          {freight.zones.map((one) => (
            <tr key={`${one.carrier}/${one.zone}`}>
              <th scope="row">
                {one.carrier_name[path]} · {one.zone}
              </th>
              <td className="num">{f.number(one.parcels)}</td>
              <td className="num">{money(one.freight_minor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="words">
        <caption>{t("cartons")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("carton")}</th>
            <th scope="col" className="num">
              {t("parcels")}
            </th>
          </tr>
        </thead>
        <tbody>
          {freight.cartons.map((one) => (
            <tr key={one.carton}>
              <th scope="row">{one.carton}</th>
              <td className="num">{f.number(one.parcels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
