import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { Address } from "../cart/data.server";
import { Input, ProblemSummary, Select, type Problem } from "../ui/Field";
import { PROVINCES } from "./provinces";

interface Props {
  readonly email: string | null;
  readonly address: Address | null;
  readonly problems: readonly Problem[] | undefined;
  readonly typed: Record<string, string> | undefined;
}

export function ContactForm({ email, address, problems, typed }: Props) {
  const t = useTranslations("checkout");
  const path = usePath();
  const was = (name: string, saved: string | undefined | null) => typed?.[name] ?? saved ?? "";
  return (
    <Form method="post" className="stack" noValidate replace>
      <ProblemSummary problems={problems} />
      <input type="hidden" name="intent" value="contact" />
      <div className="fields two">
        <div className="full">
          <Input
            name="email"
            label={t("email")}
            hint={t("emailHint")}
            type="email"
            autoComplete="email"
            required
            defaultValue={was("email", email)}
            problems={problems}
          />
        </div>
        <Input
          name="name"
          label={t("name")}
          autoComplete="name"
          required
          defaultValue={was("name", address?.name)}
          problems={problems}
        />
        <Input
          name="phone"
          label={t("phone")}
          hint={t("phoneHint")}
          type="tel"
          autoComplete="tel"
          required
          defaultValue={was("phone", address?.phone)}
          problems={problems}
        />
        <Select
          name="province"
          label={t("province")}
          autoComplete="address-level1"
          required
          defaultValue={was("province", address?.province)}
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
          defaultValue={was("city", address?.city)}
          problems={problems}
        />
        <div className="full">
          <Input
            name="address"
            label={t("address")}
            hint={t("addressHint")}
            autoComplete="street-address"
            required
            defaultValue={was("address", address?.address)}
            problems={problems}
          />
        </div>
        <Input
          name="postal_code"
          label={t("postalCode")}
          inputMode="numeric"
          autoComplete="postal-code"
          className="short"
          defaultValue={was("postal_code", address?.postal_code)}
          problems={problems}
        />
      </div>
      <button className={address ? "button second" : "button"} type="submit">
        {address ? t("saveAgain") : t("save")}
      </button>
    </Form>
  );
}
