import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { StateTag } from "../desk/StateTag";
import type { Allocation, AllocationLine } from "./data.server";

/** The lots of one order line, each with the reason its household reads. */
export function LotsTable({ line, lots }: { line: AllocationLine; lots: Allocation["lots"] }) {
  const t = useTranslations("allocation");
  const f = useFormats();
  const path = usePath();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("lots")}>
      <table>
        <caption>{t("lots")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("lot")}</th>
            <th scope="col">{t("household")}</th>
            <th scope="col" className="num">
              {t("gives")}
            </th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("why")}</th>
          </tr>
        </thead>
        <tbody>
          {lots.map((lot) => (
            <tr key={lot.id}>
              <th scope="row">
                {lot.lot_number}
                {lot.best_before === null ? null : (
                  <>
                    <br />
                    <span className="muted small">{t("bestBefore", { date: f.date(lot.best_before) })}</span>
                  </>
                )}
              </th>
              <td>{[lot.household.name, lot.household.card_number].filter(Boolean).join(" ")}</td>
              <td className="num">{f.units(lot.units, line.unit)}</td>
              <td>
                <StateTag state={lot.state === "shipped" ? "done" : "open"} word={t(`states.${lot.state}`)} />
              </td>
              <td>
                <p className="why">{lot.why[path]}</p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
