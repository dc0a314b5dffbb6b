import { Form, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import type { AddressForm } from "./address-form";
import { AddressFields } from "./AddressFields";
import type { Place } from "./places.server";
import type { Reach } from "./reach";

interface Props {
  readonly email: string;
  readonly form: AddressForm;
  readonly countries: readonly Place[];
  /** Where the basket can be sent; null where that is not known. */
  readonly reach: Reach | null;
  /** An address is saved already. */
  readonly saved: boolean;
  /** All of it is fetched: nobody needs an address. */
  readonly fetched: boolean;
  readonly problems: readonly Problem[] | undefined;
}

export function ContactForm({ email, form, countries, reach, saved, fetched, problems }: Props) {
  const t = useTranslations("checkout");
  const saving = useNavigation().formData?.get("intent") === "contact";
  // The fields stay open while an answer is on its way, and keep what is typed then: they are never drawn anew by it.
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
            label={t("email")}
            hint={t("emailHint")}
            type="email"
            autoComplete="email"
            required
            defaultValue={form.values.email ?? email}
            problems={problems}
          />
        </div>
        {fetched ? (
          <FetcherFields form={form} problems={problems} />
        ) : (
          <AddressFields form={form} countries={countries} reach={reach} problems={problems} />
        )}
      </div>
      <button className={saved ? "button second" : "button"} type="submit" aria-disabled={saving}>
        {fetched ? t("saveFetcher") : saved ? t("saveAgain") : t("save")}
      </button>
    </Form>
  );
}

/** Who comes for the goods. */
function FetcherFields({ form, problems }: Pick<Props, "form" | "problems">) {
  const t = useTranslations("checkout");
  return (
    <>
      <Input
        name="name"
        label={t("fetcher")}
        autoComplete="name"
        required
        defaultValue={form.values.name ?? ""}
        problems={problems}
      />
      <Input
        name="phone"
        label={t("phone")}
        hint={t("phoneHintPoint")}
        type="tel"
        autoComplete="tel"
        required
        defaultValue={form.values.phone ?? ""}
        problems={problems}
      />
    </>
  );
}
