import { useTranslations } from "use-intl";
import { Select } from "../ui/Field";
import { PREFERENCES } from "./words";

/** What matters most when goods are divided among several cooperatives. */
export function PreferenceField({ prefer }: { prefer: string }) {
  const j = useTranslations("joint");
  return (
    <Select name="prefer" label={j("prefer")} defaultValue={prefer}>
      {PREFERENCES.map((one) => (
        <option key={one} value={one}>
          {j(`preferences.${one}`)}
        </option>
      ))}
    </Select>
  );
}
