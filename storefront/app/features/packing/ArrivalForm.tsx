import { useTranslations } from "use-intl";
import { Select, type Problem } from "../ui/Field";

const ARRIVALS = ["delivered", "returned", "lost"] as const;

/** Where parcels ended whose carrier tells us nothing. Nothing is chosen beforehand: it can't be taken back. */
export function ArrivalForm({ count, problems }: { count: number; problems: readonly Problem[] | undefined }) {
  const t = useTranslations("packing.arrival");
  return (
    <section className="stack narrow">
      <h2>{t("title")}</h2>
      <p>{t("why", { count })}</p>
      <form method="post" className="stack" noValidate>
        <Select name="said" label={t("said")} hint={t("hint")} defaultValue="" problems={problems} required>
          <option value="">{t("choose")}</option>
          {ARRIVALS.map((one) => (
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
