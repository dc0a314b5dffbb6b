import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";
import type { AddressForm } from "./address-form";
import { Next, PlaceFields } from "./PlaceFields";
import type { Place } from "./places.server";
import { choicesOf, type Reach } from "./reach";

interface Props {
  readonly form: AddressForm;
  /** Our own first. */
  readonly countries: readonly Place[];
  readonly problems: readonly Problem[] | undefined;
  /** Where these goods can be sent; left out where it is not about goods. */
  readonly reach?: Reach | null;
  /** The page has no script: the next choice of a place comes by pressing for it, whatever the browser could do. */
  readonly still?: boolean;
}

/** Who gets a parcel, and where: at checkout and in an account's addresses. */
export function AddressFields({ form, countries, problems, reach, still = false }: Props) {
  const t = useTranslations("checkout");
  const [home] = countries;
  const [country, setCountry] = useState(form.values.country ?? home?.name ?? "");
  const shown = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // What was chosen before the script was there.
    const chosen = new FormData(shown.current?.form ?? undefined).get("country");
    if (typeof chosen === "string") setCountry(chosen);
  }, []);
  const abroad = country !== home?.name;
  const was = (field: string) => form.values[field] ?? "";
  // Fields of the same name mean something else in another country.
  const here = (field: string) => (country === was("country") ? was(field) : "");
  const { shown: offered, left } = choicesOf(countries, reach?.countries, was("country"));
  return (
    <>
      <input type="hidden" name="form_of" value={country} ref={shown} />
      {offered.length > 1 ? (
        <div className="full">
          <Select
            name="country"
            label={t("country")}
            hint={left.length === 0 ? undefined : t("countriesLeft")}
            autoComplete="country"
            defaultValue={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
            problems={problems}
          >
            {offered.map(({ name, label, served }) => (
              <option key={name} value={name}>
                {served ? label : t("notServed", { place: label })}
              </option>
            ))}
          </Select>
        </div>
      ) : (
        <>
          <input type="hidden" name="country" value={country} />
          {left.length === 0 ? null : (
            <p className="full muted small">{t("countryAlone", { country: offered[0]?.label ?? "" })}</p>
          )}
        </>
      )}
      <Input
        name="name"
        label={t("name")}
        autoComplete="name"
        required
        defaultValue={was("name")}
        problems={problems}
      />
      <Input
        name="phone"
        label={t("phone")}
        hint={t(abroad ? "phoneHintAbroad" : "phoneHint")}
        type="tel"
        autoComplete="tel"
        required
        defaultValue={was("phone")}
        problems={problems}
      />
      {abroad ? (
        <>
          <Input
            key={`province-${country}`}
            name="province"
            label={t("provinceAbroad")}
            autoComplete="address-level1"
            defaultValue={here("province")}
            problems={problems}
          />
          <Input
            key={`city-${country}`}
            name="city"
            label={t("city")}
            autoComplete="address-level2"
            required
            defaultValue={here("city")}
            problems={problems}
          />
        </>
      ) : (
        <PlaceFields form={country === was("country") ? form : EMPTY} problems={problems} served={reach?.provinces} />
      )}
      {still ? (
        <Next />
      ) : (
        <noscript>
          <Next />
        </noscript>
      )}
      <div className="full">
        <Input
          name="address"
          label={t("address")}
          hint={t("addressHint")}
          autoComplete="street-address"
          required
          defaultValue={was("address")}
          problems={problems}
        />
      </div>
      <Input
        name="postal_code"
        label={t("postalCode")}
        inputMode={abroad ? "text" : "numeric"}
        autoComplete="postal-code"
        className="short"
        defaultValue={was("postal_code")}
        problems={problems}
      />
    </>
  );
}

const EMPTY: AddressForm = { values: {}, cities: [], next: false, answer: "" };
