import { randomUUID } from "node:crypto";
import { localeOf, type Path } from "../../i18n/locale";
import type { Address } from "../cart/data.server";
import { HOME_COUNTRY, regionCountries } from "../produce/data.server";
import { text, typed } from "../ui/form.server";
import type { AddressForm } from "./address-form";
import { citiesOf, isPlace, readCity, type Place } from "./places.server";

/** The form as it begins: with an address that is known, or empty. */
export function formOfAddress(known: Partial<Address> | null | undefined, path: Path): AddressForm {
  const { name = "", phone = "", address = "", postal_code = "" } = known ?? {};
  const { country = HOME_COUNTRY, province = "", city: kept = "" } = known ?? {};
  const { city, county } = country === HOME_COUNTRY ? readCity(province, kept) : { city: kept, county: "" };
  const values = { name, phone, country, province, city, county, address, postal_code };
  return { ...drawn(values, path), next: false, answer: "" };
}

/** The form as it was typed. */
export function formOfTyped(form: FormData, path: Path): AddressForm {
  const values = typed(form);
  // Places of one country are none in another.
  const moved = form.has("form_of") && values.form_of !== values.country;
  const shown = drawn(moved ? { ...values, province: "", city: "", county: "" } : values, path);
  return { ...shown, next: isStep(form), answer: randomUUID() };
}

function drawn(values: Record<string, string>, path: Path): Pick<AddressForm, "values" | "cities"> {
  const cities = values.country === HOME_COUNTRY ? citiesOf(values.province ?? "", path) : [];
  const [only, second] = cities;
  const city = second === undefined && only !== undefined ? only.name : (values.city ?? "");
  return { values: { ...values, city }, cities };
}

/**
 * Whether the form was sent only to see the next choice, as it is without script: another country has other fields, a province its
 * cities. Whoever presses that button, or Enter, with everything chosen means to save.
 */
export function isStep(form: FormData): boolean {
  const country = text(form, "country");
  if (country !== text(form, "form_of")) return form.has("form_of");
  if (!form.has("next") || country !== HOME_COUNTRY) return false;
  return !isPlace(text(form, "province"), text(form, "city"), text(form, "county"));
}

/** The countries of the shop's region, our own first. Where no carrier goes to, the address is refused by name. */
export async function countriesIn(path: Path): Promise<Place[]> {
  const codes = await regionCountries();
  const others = codes
    .filter((code) => code !== HOME_COUNTRY)
    .map((code) => ({ name: code, label: countryName(code, path) }));
  others.sort((a, b) => a.label.localeCompare(b.label, localeOf(path)));
  return [{ name: HOME_COUNTRY, label: countryName(HOME_COUNTRY, path) }, ...others];
}

export function countryName(code: string, path: Path): string {
  return (
    new Intl.DisplayNames([localeOf(path)], { type: "region", style: path === "zh" ? "short" : "long" }).of(
      code.toUpperCase(),
    ) ?? code.toUpperCase()
  );
}
