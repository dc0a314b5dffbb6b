import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";

/** Where a company is registered, and under which number: two fields of a grid. */
export function LegalFields({
  countries,
  country,
  tax_number,
  problems,
}: {
  countries: readonly { readonly name: string; readonly label: string }[];
  /** ISO 3166-1, two letters, lower case. */
  country: string;
  tax_number: string | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("company");
  return (
    <>
      <Select name="country" label={t("country")} defaultValue={country} problems={problems}>
        {countries.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </Select>
      <Input
        name="tax_number"
        label={t("taxNumber")}
        hint={t("taxNumberHint")}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        defaultValue={tax_number}
        problems={problems}
      />
    </>
  );
}
