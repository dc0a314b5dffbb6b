import { useTranslations } from "use-intl";
import type { z } from "zod";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import { Older } from "../ui/Older";
import type { wantedSchema } from "./data.server";

interface WantedAsked {
  search: string;
  wave_id: string;
}

/** What is asked of the list, as an address keeps it. */
function asQuery({ search, wave_id }: WantedAsked, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    ...(search === "" ? {} : { search }),
    ...(wave_id === "" ? {} : { wave_id }),
    ...more,
  }).toString();
  return query === "" ? "" : `?${query}`;
}

const LEFT = ["handed_over", "in_transit"];

/** Parcels whose numbers are typed: found by parcel, order or name and by wave, those that have left first. */
export function WantedNumbers({
  wanted,
  asked,
  names,
  typed,
  problems,
}: {
  wanted: z.output<typeof wantedSchema>;
  asked: WantedAsked;
  names: Readonly<Record<string, string>>;
  typed: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("shipping");
  const path = usePath();
  const { parcels, counts, waves, next } = wanted;
  const all = asked.search === "" && asked.wave_id === "";
  const here = `/${path}/desk/tracking-numbers`;
  const groups = [
    { key: "left", of: parcels.filter((one) => LEFT.includes(one.state)) },
    { key: "packed", of: parcels.filter((one) => one.state === "packed") },
    { key: "labelled", of: parcels.filter((one) => one.state === "labelled") },
  ] as const;
  return (
    <section className="stack">
      <h2>{t("wantedTitle")}</h2>
      {all && counts.all === 0 ? null : (
        <form method="get" className="row" role="search">
          <Input
            name="search"
            label={t("wanted.search")}
            hint={t("wanted.searchHint")}
            autoComplete="off"
            maxLength={60}
            defaultValue={asked.search}
          />
          {waves.length === 0 ? null : (
            <Select name="wave_id" label={t("wanted.wave")} defaultValue={asked.wave_id}>
              <option value="">{t("wanted.allWaves")}</option>
              {waves.map((wave) => (
                <option key={wave.id} value={wave.id}>
                  {t("wanted.waveOf", { number: wave.number, count: wave.parcels })}
                </option>
              ))}
            </Select>
          )}
          <button className="button second">{t("wanted.find")}</button>
          {all ? null : <a href={here}>{t("wanted.showAll")}</a>}
        </form>
      )}
      {counts.all === 0 ? null : <p>{t("wanted.counts", { all: counts.all, left: counts.left })}</p>}
      {parcels.length === 0 ? (
        <p className="panel">{t(all ? "noneWanted" : "wanted.noneFound")}</p>
      ) : (
        <form method="post" action={`${here}${asQuery(asked)}`} className="stack" noValidate>
          {groups
            .filter((group) => group.of.length > 0)
            .map((group) => (
              <fieldset key={group.key} className="stack">
                <legend>{t(`wanted.groups.${group.key}`)}</legend>
                {group.of.map((parcel) => (
                  <Input
                    key={parcel.id}
                    name={`number_${parcel.number}`}
                    label={t("numberOf", { parcel: parcel.number, carrier: names[parcel.carrier] ?? parcel.carrier })}
                    hint={[
                      parcel.name,
                      ...(parcel.display_id === null ? [] : [t("wanted.order", { number: parcel.display_id })]),
                      ...(parcel.wave_number === null ? [] : [t("wanted.inWave", { number: parcel.wave_number })]),
                    ].join(" · ")}
                    defaultValue={typed[`number_${parcel.number}`]}
                    autoComplete="off"
                    problems={problems}
                  />
                ))}
              </fieldset>
            ))}
          <button className="button" name="act" value="typed">
            {t("saveNumbers")}
          </button>
        </form>
      )}
      <Older href={next === null ? null : `${here}${asQuery(asked, { cursor: next })}`} />
    </section>
  );
}
