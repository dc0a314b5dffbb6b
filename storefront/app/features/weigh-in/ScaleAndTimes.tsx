import { useTranslations } from "use-intl";
import { Input, Select } from "../ui/Field";

interface Was {
  was: Record<string, string>;
}

/** The scales of the weighing place with the most each weighs. */
export function Scales({ scales, was }: Was & { scales: readonly { code: string; name: string; limit_g: number }[] }) {
  const t = useTranslations("weighing");
  return (
    <section className="stack" id="scale-table">
      <h2>{t("scales")}</h2>
      {scales.length === 0 ? <p className="panel">{t("noScales")}</p> : null}
      <ul>
        {scales.map((one) => (
          <li key={one.code}>{t("scaleOf", { name: one.name, limit: one.limit_g / 1_000 })}</li>
        ))}
      </ul>
      <form method="post" className="panel fields two" noValidate>
        <input type="hidden" name="act" value="scale" />
        <Input name="scale_name" label={t("scaleName")} autoComplete="off" defaultValue={was.scale_name} />
        <Input
          name="scale_limit"
          label={t("scaleLimit")}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={was.scale_limit}
        />
        <button className="button second">{t("scaleSet")}</button>
      </form>
    </section>
  );
}

const WEEK = ["1", "2", "3", "4", "5", "6", "7"] as const;

/** When goods are taken in, week by week. */
export function CollectionTimes({
  times,
  was,
}: Was & { times: readonly { id: string; weekday: number; from: string; to: string }[] }) {
  const t = useTranslations("weighing");
  const dayOf = (weekday: number) => t(`days.${WEEK[weekday - 1] ?? "1"}`);
  return (
    <section className="stack" id="collection-table">
      <h2>{t("collection")}</h2>
      <p>{t("collectionLead")}</p>
      {times.length === 0 ? <p className="panel">{t("noTimes")}</p> : null}
      <ul className="plain stack-s">
        {times.map((one) => (
          <li key={one.id}>
            <form method="post" className="row between">
              <input type="hidden" name="act" value="collection-remove" />
              <input type="hidden" name="time" value={one.id} />
              <span>{t("time", { day: dayOf(one.weekday), from: one.from, to: one.to })}</span>
              <button className="button quiet">
                {t("remove")}{" "}
                <span className="visually-hidden">
                  {t("time", { day: dayOf(one.weekday), from: one.from, to: one.to })}
                </span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" className="panel fields two" noValidate>
        <input type="hidden" name="act" value="collection" />
        <Select name="weekday" label={t("weekday")} defaultValue={was.weekday ?? "6"}>
          {WEEK.map((day) => (
            <option key={day} value={day}>
              {t(`days.${day}`)}
            </option>
          ))}
        </Select>
        <Input name="from" label={t("from")} type="time" defaultValue={was.from ?? "08:00"} />
        <Input name="to" label={t("to")} type="time" defaultValue={was.to ?? "12:00"} />
        <button className="button second">{t("add")}</button>
      </form>
    </section>
  );
}
