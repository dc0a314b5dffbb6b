import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { Arrival } from "./data.server";

/** How many days parcels took, by where they went. */
export function ArrivalTable({ arrival }: { arrival: readonly Arrival[] }) {
  const t = useTranslations("product");
  const path = usePath();
  if (arrival.length === 0) return <p className="muted">{t("arrivalNone")}</p>;
  return (
    <table>
      <caption>{t("arrivalCaption")}</caption>
      <tbody>
        {arrival.map(({ usual_days, latest_days, provinces }) => (
          <tr key={`${usual_days}-${latest_days}`}>
            <th scope="row" className="num">
              {usual_days === latest_days
                ? t("days", { count: latest_days })
                : t("dayRange", { usual: usual_days, latest: latest_days })}
            </th>
            <td>{provinces.map((province) => province[path]).join(path === "zh" ? "、" : ", ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
