import { useTranslations } from "use-intl";
import type { z } from "zod";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { expiringSchema } from "./data.server";

/** What of the stock is due: what expires first. */
export function TodayStock({ expiring }: { expiring: z.output<typeof expiringSchema>["lots"] }) {
  const t = useTranslations("ledger.today");
  const f = useFormats();
  const path = usePath();
  const when = (days: number) =>
    days < 0 ? `! ${t("past", { days: -days })}` : days === 0 ? `! ${t("lastDay")}` : t("inDays", { days });
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      <List
        label={t("title")}
        rows={expiring.map((lot) => ({ ...lot, id: lot.lot_id }))}
        none={t("none")}
        columns={[
          {
            head: t("bestBefore"),
            of: (lot) => (
              <>
                {f.date(lot.best_before)}
                <br />
                <span className="small">{when(lot.days)}</span>
              </>
            ),
          },
          {
            head: t("lot"),
            name: true,
            of: (lot) => <a href={`/${path}/desk/pools/${lot.pool_id}/adjust`}>{lot.number}</a>,
          },
          { head: t("produce"), of: (lot) => `${lot.produce_name[path]} · ${lot.grade_name[path]}` },
          { head: t("free"), num: true, of: (lot) => f.units(lot.free, lot.unit) },
        ]}
      />
    </section>
  );
}
