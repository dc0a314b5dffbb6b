import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import { SeasonDays } from "../village/SeasonDays";
import { fieldOf, SEASON_DAYS, type Answered } from "./fields";
import type { SeasonsInWork } from "./seasons.server";

/** Seasons of a village, each with its form, and a form for one more. Plain forms: each does one thing at once. */
export function SeasonsEditor({ all, answered }: { all: SeasonsInWork; answered: Answered | undefined }) {
  const t = useTranslations("villageDesk.seasons");
  const path = usePath();
  const added = answered?.id === "" ? answered : undefined;
  return (
    <div className="stack-l">
      {all.seasons.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack">
        {all.seasons.map((one) => {
          const own = answered?.id === one.produce ? answered : undefined;
          return (
            <li key={one.produce} className="panel stack-s">
              <h2>{one.name[path]}</h2>
              <p>
                {t("picked")} <SeasonDays from={one.picked_from} to={one.picked_to} allYear={t("allYear")} />
                {" · "}
                {t("sent")} <SeasonDays from={one.sent_from} to={one.sent_to} allYear={t("allYear")} />
              </p>
              <details open={own !== undefined}>
                <summary>{t("changeOf", { produce: one.name[path] })}</summary>
                <form method="post" className="stack" noValidate>
                  <input type="hidden" name="season" value={one.produce} />
                  <input type="hidden" name="seen" value={one.version} />
                  <Days id={one.produce} was={own?.typed ?? daysOf(one)} problems={own?.problems} />
                  <div className="row">
                    <button className="button second" name="intent" value="change">
                      {t("save")}
                    </button>
                    <button className="button quiet" name="intent" value="end">
                      {t("end")}
                    </button>
                  </div>
                </form>
              </details>
            </li>
          );
        })}
      </ul>
      {all.produce.length === 0 ? null : (
        <section className="panel stack">
          <h2>{t("add")}</h2>
          <form method="post" className="stack" noValidate>
            <Select
              name="produce"
              label={t("produce")}
              defaultValue={added?.typed.produce ?? all.produce[0]?.code}
              problems={added?.problems}
            >
              {all.produce.map((one) => (
                <option key={one.code} value={one.code}>
                  {one.name[path]}
                </option>
              ))}
            </Select>
            <Days id="" was={added?.typed ?? {}} problems={added?.problems} />
            <button className="button" name="intent" value="add">
              {t("send")}
            </button>
          </form>
        </section>
      )}
    </div>
  );
}

function Days({
  id,
  was,
  problems,
}: {
  id: string;
  was: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("villageDesk.seasons");
  return (
    <div className="fields two">
      {SEASON_DAYS.map((field) => (
        <Input
          key={field}
          name={fieldOf(field, id)}
          label={t(`days.${field}`)}
          hint={t("hint")}
          defaultValue={was[fieldOf(field, id)]}
          maxLength={10}
          problems={problems}
        />
      ))}
    </div>
  );
}

function daysOf(one: SeasonsInWork["seasons"][number]): Record<string, string> {
  return Object.fromEntries(SEASON_DAYS.map((field) => [fieldOf(field, one.produce), one[field]]));
}
