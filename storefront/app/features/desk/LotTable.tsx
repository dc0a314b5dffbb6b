import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Lot } from "./data.server";

type Row = Lot & { household?: { card_number: string; name: string } | undefined };

export function LotTable({ lots, caption }: { lots: readonly Row[]; caption: string }) {
  const t = useTranslations("lotTable");
  const f = useFormats();
  const path = usePath();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t("receipt")}</th>
            <th scope="col">{t("household")}</th>
            <th scope="col">{t("produce")}</th>
            <th scope="col" className="num">
              {t("weight")}
            </th>
            <th scope="col">{t("weighedAt")}</th>
          </tr>
        </thead>
        <tbody>
          {lots.map((lot) => (
            <tr key={lot.id}>
              <th scope="row">
                <a href={`/${path}/desk/lots/${lot.id}`}>{lot.number}</a>
              </th>
              <td>{lot.household ? `${lot.household.name} ${lot.household.card_number}` : null}</td>
              <td>
                {lot.produce_name[path]} · {lot.grade_name[path]}
              </td>
              <td className="num">{f.units(lot.units, lot.unit)}</td>
              <td>{f.time(lot.weighed_at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
