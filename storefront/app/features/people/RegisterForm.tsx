import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import { Agreed } from "./Agreed";

/** Registers a household. `children`: the fields that only this room asks. */
export function RegisterForm({
  registration_key,
  typed,
  problems,
  children,
}: {
  registration_key: string;
  typed: Record<string, string>;
  problems: readonly Problem[] | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("register");
  return (
    <form method="post" className="stack" noValidate>
      <ProblemSummary problems={problems} />
      <input type="hidden" name="registration_key" value={typed.registration_key ?? registration_key} />
      <div className="fields two">
        <Input
          name="name"
          label={t("name")}
          required
          autoComplete="off"
          defaultValue={typed.name}
          problems={problems}
        />
        <Input
          name="phone"
          label={t("phone")}
          hint={t("phoneHint")}
          type="tel"
          required
          autoComplete="off"
          defaultValue={typed.phone}
          problems={problems}
        />
        {children}
        <Input
          name="public_name_proof"
          label={t("publicNameProof")}
          hint={t("publicNameProofHint")}
          autoComplete="off"
          defaultValue={typed.public_name_proof}
          problems={problems}
        />
      </div>
      <Agreed problems={problems} typed={typed} />
      <button className="button">{t("registerNow")}</button>
    </form>
  );
}
