import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Select, type Problem } from "../ui/Field";
import type { AddressForm } from "./address-form";
import type { City, Place } from "./places.server";
import { PROVINCES } from "./provinces";
import { choicesOf, MOST_NAMED } from "./reach";

interface Props {
  readonly form: AddressForm;
  readonly problems: readonly Problem[] | undefined;
  /** Names of the provinces that these goods can be sent to; null or left out for all. */
  readonly served?: readonly string[] | null | undefined;
}

/**
 * Province, city, county, each with the choices of the one before. The cities of a province come when it is chosen; without script,
 * or where they did not come, a button asks for them and everything typed stays.
 */
export function PlaceFields({ form, problems, served }: Props) {
  const t = useTranslations("checkout");
  const path = usePath();
  const was = form.values;
  const [province, setProvince] = useState(was.province ?? "");
  const [cities, setCities] = useState(form.cities);
  const [city, setCity] = useState(was.city ?? "");
  const [state, setState] = useState<"known" | "asked" | "failed">("known");
  const fields = useRef<HTMLDivElement>(null);
  const asked = useRef(province);

  async function choose(name: string): Promise<void> {
    asked.current = name;
    setProvince(name);
    setCities([]);
    setCity("");
    setState("asked");
    const found = name === "" ? [] : await askCities(path, name);
    // Another province may have been chosen meanwhile.
    if (asked.current !== name) return;
    setState(found === null ? "failed" : "known");
    setCities(found ?? []);
    const [only, second] = found ?? [];
    if (only && !second) setCity(only.name);
  }

  useEffect(() => {
    // What was chosen before the script was there.
    const chosen = new FormData(fields.current?.closest("form") ?? undefined);
    const [now, nowCity] = [chosen.get("province"), chosen.get("city")];
    if (typeof now === "string" && now !== asked.current) void choose(now);
    else if (typeof nowCity === "string") setCity(nowCity);
  }, []);

  useEffect(() => {
    // An answer brings the places of what was chosen, where they had not come by themselves.
    if (form.answer === "" || asked.current !== (was.province ?? "") || cities.length > 0) return;
    setCities(form.cities);
    setCity(was.city ?? "");
    setState("known");
  }, [form.answer]);

  const { shown: offered, left } = choicesOf(
    PROVINCES.map((one) => ({ name: one.zh, label: one[path] })),
    served,
    was.province ?? "",
  );
  const counties = cities.find((one) => one.name === city)?.counties ?? [];
  const chosen = (part: "city" | "county") => (province === was.province ? (was[part] ?? "") : "");
  return (
    <>
      <div ref={fields}>
        <Select
          name="province"
          label={t("province")}
          hint={
            left.length === 0
              ? undefined
              : left.length > MOST_NAMED
                ? t("provincesLeft")
                : t("provincesNot", { places: left.map((one) => one.label).join(path === "zh" ? "、" : ", ") })
          }
          autoComplete="address-level1"
          required
          defaultValue={was.province ?? ""}
          onChange={(event) => void choose(event.currentTarget.value)}
          problems={problems}
        >
          <option value="">{t("choose")}</option>
          {offered.map((one) => (
            <option key={one.name} value={one.name}>
              {one.served ? one.label : t("notServed", { place: one.label })}
            </option>
          ))}
        </Select>
      </div>
      <Select
        // Drawn anew where cities have come, so that whoever asked for them goes on there.
        key={cities.length === 0 ? "none" : "some"}
        name="city"
        label={t("city")}
        autoComplete="address-level2"
        required
        disabled={cities.length === 0}
        autoFocus={form.next && province === was.province && chosen("city") === ""}
        value={city}
        onChange={(event) => setCity(event.currentTarget.value)}
        problems={problems}
      >
        <Options of={cities} />
      </Select>
      <div className="stack-s">
        <Select
          key={`${province}/${city}`}
          name="county"
          label={t("county")}
          autoComplete="address-level3"
          required
          disabled={counties.length === 0}
          autoFocus={form.next && chosen("city") !== ""}
          defaultValue={city === was.city ? chosen("county") : ""}
          problems={problems}
        >
          <Options of={counties} />
        </Select>
        {state === "asked" ? <p className="hint">{t("placesComing")}</p> : null}
        {state === "failed" ? (
          <div className="stack-s" role="alert">
            <p className="wrong">{t("placesFailed")}</p>
            <Next />
          </div>
        ) : null}
      </div>
    </>
  );
}

function Options({ of }: { of: readonly Place[] }) {
  const t = useTranslations("checkout");
  return (
    <>
      <option value="">{t("choose")}</option>
      {of.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </>
  );
}

/** Sends the form to see the choices that follow from what was chosen. */
export function Next() {
  const t = useTranslations("checkout");
  return (
    <button className="button second" name="next" value="place" formNoValidate>
      {t("nextChoice")}
    </button>
  );
}

/** Null when they did not come. */
async function askCities(path: string, province: string): Promise<City[] | null> {
  try {
    const answer = await fetch(`/${path}/places/${encodeURIComponent(province)}`);
    return answer.ok ? ((await answer.json()) as City[]) : null;
  } catch {
    return null;
  }
}
