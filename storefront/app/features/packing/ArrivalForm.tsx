import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Select, type Problem } from "../ui/Field";

const ARRIVALS = ["delivered", "returned", "lost"] as const;

/**
 * Where parcels ended whose carrier tells us nothing. Nothing is chosen beforehand: it can't be taken back. What is fetched is delivered by its
 * code alone, where point orders stand.
 */
export function ArrivalForm({
  count,
  fetched = false,
  problems,
}: {
  count: number;
  fetched?: boolean;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("packing.arrival");
  const path = usePath();
  return (
    <section className="stack narrow">
      <h2>{t("title")}</h2>
      <p>
        {fetched
          ? t.rich("fetched", { list: (words) => <a href={`/${path}/desk/point-orders`}>{words}</a> })
          : t("why", { count })}
      </p>
      <form method="post" className="stack" noValidate>
        <Select name="said" label={t("said")} hint={t("hint")} defaultValue="" problems={problems} required>
          <option value="">{t("choose")}</option>
          {ARRIVALS.filter((one) => !(fetched && one === "delivered")).map((one) => (
            <option key={one} value={one}>
              {t(one)}
            </option>
          ))}
        </Select>
        <button className="button">{t("save", { count })}</button>
      </form>
    </section>
  );
}
