import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import type { AddressForm } from "./address-form";
import { AddressFields } from "./AddressFields";
import type { Place } from "./places.server";

interface Props {
  readonly email: string;
  readonly form: AddressForm;
  readonly countries: readonly Place[];
  /** An address is saved already. */
  readonly saved: boolean;
  readonly problems: readonly Problem[] | undefined;
}

export function ContactForm({ email, form, countries, saved, problems }: Props) {
  const t = useTranslations("checkout");
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
            defaultValue={form.values.email ?? email}
            problems={problems}
          />
        </div>
        <AddressFields key={form.answer} form={form} countries={countries} problems={problems} />
      </div>
      <button className={saved ? "button second" : "button"} type="submit">
        {saved ? t("saveAgain") : t("save")}
      </button>
    </Form>
  );
}
