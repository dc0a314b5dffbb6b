import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { BoardRow } from "./data.server";
import { MoneyTable } from "./MoneyTable";

/** One settled period on a village's board. One that was corrected says so and stays. */
export function BoardRowView({ row }: { row: BoardRow }) {
  const t = useTranslations("moneyBoard");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      <p className="muted">{t("by", { cooperative: row.cooperative[path], date: f.date(row.at) })}</p>
      {row.replaced ? (
        <p className="note warn">
          <span aria-hidden="true">! </span>
          {t("replaced")}
        </p>
      ) : null}
      {row.because === null ? null : <p className="note">{t("correctedBecause", { because: row.because })}</p>}
      {row.figures === null || row.households === null ? (
        <p className="panel">{t("small")}</p>
      ) : (
        <MoneyTable money={{ ...row.figures, currency: row.currency }} households={row.households} />
      )}
    </>
  );
}
