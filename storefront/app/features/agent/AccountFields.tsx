import { useTranslations } from "use-intl";
import { DOUBTFUL } from "../people/ChangeFields";
import { Input, type Problem } from "../ui/Field";

/** The account of an agent: a bank's, as households have it; `replaces`: there is one that could be stopped. */
export function AccountFields({
  problems,
  typed,
  name,
  replaces,
}: {
  problems: readonly Problem[] | undefined;
  typed: Record<string, string>;
  name: string;
  replaces: boolean;
}) {
  const t = useTranslations("register");
  const own = useTranslations("agent.account");
  const doubtful = DOUBTFUL.some((field) => problems?.some((problem) => problem.field === field));
  return (
    <div className="fields two">
      <Input
        name="holder"
        label={t("holder")}
        required
        autoComplete="off"
        defaultValue={typed.holder ?? name}
        problems={problems}
      />
      <Input
        name="account"
        label={t("accountNumber")}
        hint={t("accountHint")}
        inputMode="numeric"
        autoComplete="off"
        required
        defaultValue={typed.account}
        problems={problems}
      />
      <Input
        name="bank_member_id"
        label={t("bankNumber")}
        hint={t("bankNumberHint")}
        inputMode="numeric"
        autoComplete="off"
        required
        defaultValue={typed.bank_member_id}
        problems={problems}
      />
      {doubtful || typed.as_on_paper === "yes" ? (
        <Check name="as_on_paper" on={typed.as_on_paper === "yes"} label={t("asOnPaper")} />
      ) : null}
      {replaces ? <Check name="old_stops" on={typed.old_stops === "yes"} label={own("oldStops")} /> : null}
    </div>
  );
}

function Check({ name, on, label }: { name: string; on: boolean; label: string }) {
  return (
    <label className="check" htmlFor={name}>
      <input type="checkbox" id={name} name={name} value="yes" defaultChecked={on} />
      {label}
    </label>
  );
}
