import { Form } from "react-router";
import { useTranslations } from "use-intl";
import type { Address } from "../cart/data.server";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import { AddressFields } from "./AddressFields";

interface Props {
  readonly email: string | null;
  readonly address: Address | null;
  readonly problems: readonly Problem[] | undefined;
  readonly typed: Record<string, string> | undefined;
}

export function ContactForm({ email, address, problems, typed }: Props) {
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
            defaultValue={typed?.email ?? email ?? ""}
            problems={problems}
          />
        </div>
        <AddressFields saved={address} typed={typed} problems={problems} />
      </div>
      <button className={address ? "button second" : "button"} type="submit">
        {address ? t("saveAgain") : t("save")}
      </button>
    </Form>
  );
}
