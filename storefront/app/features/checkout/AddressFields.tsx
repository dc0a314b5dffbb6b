import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import { PROVINCES } from "./provinces";

type Part = "name" | "phone" | "province" | "city" | "address" | "postal_code";

interface Props {
  readonly saved: { readonly [part in Part]?: string | null | undefined } | null;
  readonly typed: Readonly<Record<string, string>> | undefined;
  readonly problems: readonly Problem[] | undefined;
}

/** Who gets a parcel, and where: at checkout and in an account's addresses. What was typed stands before what was saved. */
export function AddressFields({ saved, typed, problems }: Props) {
  const t = useTranslations("checkout");
  const path = usePath();
  const was = (part: Part) => typed?.[part] ?? saved?.[part] ?? "";
  return (
    <>
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
        hint={t("phoneHint")}
        type="tel"
        autoComplete="tel"
        required
        defaultValue={was("phone")}
        problems={problems}
      />
      <Select
        name="province"
        label={t("province")}
        autoComplete="address-level1"
        required
        defaultValue={was("province")}
        problems={problems}
      >
        <option value="">{t("choose")}</option>
        {PROVINCES.map((province) => (
          <option key={province.zh} value={province.zh}>
            {province[path]}
          </option>
        ))}
      </Select>
      <Input
        name="city"
        label={t("city")}
        autoComplete="address-level2"
        required
        defaultValue={was("city")}
        problems={problems}
      />
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
        inputMode="numeric"
        autoComplete="postal-code"
        className="short"
        defaultValue={was("postal_code")}
        problems={problems}
      />
    </>
  );
}
