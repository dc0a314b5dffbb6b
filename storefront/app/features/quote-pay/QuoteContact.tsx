import { Form, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { AddressForm } from "../checkout/address-form";
import { AddressFields } from "../checkout/AddressFields";
import type { Place } from "../checkout/places.server";
import { Input, ProblemSummary, Select, type Problem } from "../ui/Field";
import type { QuoteCheckout } from "./data.server";

interface Props {
  readonly checkout: QuoteCheckout;
  readonly form: AddressForm;
  readonly email: string;
  readonly countries: readonly Place[];
  readonly saved: boolean;
  readonly chosen: string;
  readonly problems: readonly Problem[] | undefined;
}

/** Who is told, who receives; and where to, where the quote does not say it. */
export function QuoteContact({ checkout, form, email, countries, saved, chosen, problems }: Props) {
  const t = useTranslations("quotePay");
  const c = useTranslations("checkout");
  const saving = useNavigation().formData?.get("intent") === "contact";
  return (
    <Form
      method="post"
      className="stack"
      noValidate
      replace
      onSubmit={(event) => {
        if (saving) event.preventDefault();
      }}
    >
      <ProblemSummary problems={problems} />
      <input type="hidden" name="intent" value="contact" />
      <div className="fields two">
        <div className="full">
          <Input
            name="email"
            label={c("email")}
            hint={c("emailHint")}
            type="email"
            autoComplete="email"
            required
            defaultValue={form.values.email ?? email}
            problems={problems}
          />
        </div>
        <Where checkout={checkout} form={form} countries={countries} chosen={chosen} problems={problems} />
      </div>
      <button className={saved ? "button second" : "button"} type="submit" aria-disabled={saving}>
        {t("save")}
      </button>
    </Form>
  );
}

function Where({
  checkout,
  form,
  countries,
  chosen,
  problems,
}: Pick<Props, "checkout" | "form" | "countries" | "chosen" | "problems">) {
  const t = useTranslations("quotePay");
  const c = useTranslations("checkout");
  const path = usePath();
  if (checkout.addressees !== null) return null;
  if (checkout.named)
    return (
      <>
        <Input
          name="name"
          label={t("receiver")}
          autoComplete="name"
          required
          defaultValue={form.values.name ?? ""}
          problems={problems}
        />
        <Input
          name="phone"
          label={c("phone")}
          hint={c("phoneHint")}
          type="tel"
          autoComplete="tel"
          required
          defaultValue={form.values.phone ?? ""}
          problems={problems}
        />
      </>
    );
  if (checkout.addresses.length > 0)
    return (
      <div className="full stack-s">
        <Select name="address_id" label={t("company")} defaultValue={chosen} required problems={problems}>
          <option value="">{t("choose")}</option>
          {checkout.addresses.map((one) => (
            <option key={one.id} value={one.id}>
              {`${one.name} · ${one.province}${one.city}${one.address}`}
            </option>
          ))}
        </Select>
        <p className="small">
          {t("otherAddress")} <a href={`/${path}/wholesale/addresses`}>{t("addresses")}</a>
        </p>
      </div>
    );
  return (
    <>
      <p className="full">{t("whereLead")}</p>
      <AddressFields form={form} countries={countries} problems={problems} />
    </>
  );
}
