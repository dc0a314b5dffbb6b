import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";

/** Fresh proof that it is oneself, by PIN or by a code that the form can ask for, around the button that sends it. */
export function ProofFields({
  problems,
  before,
  children,
}: {
  problems: readonly Problem[] | undefined;
  before: Record<string, string>;
  children: React.ReactNode;
}) {
  const t = useTranslations("account");
  return (
    <>
      <fieldset className="stack-s">
        <legend>{t("proof")}</legend>
        {(["pin", "code"] as const).map((kind) => (
          <label className="check" key={kind}>
            <input type="radio" name="proof" value={kind} defaultChecked={(before.proof ?? "pin") === kind} />
            {t(kind === "pin" ? "byPin" : "byCode")}
          </label>
        ))}
      </fieldset>
      <Input
        name="secret"
        label={t("secret")}
        hint={t("secretHint")}
        inputMode="numeric"
        autoComplete="one-time-code"
        problems={problems}
      />
      {children}
      <button className="button second" name="step" value="code">
        {t("sendCode")}
      </button>
    </>
  );
}

/** That a code is on its way, and to which phone. */
export function CodeSent({ last4 }: { last4: string | null | undefined }) {
  const t = useTranslations("account");
  if (!last4) return null;
  return (
    <p className="note" role="status">
      {t("codeSent", { last4 })}
    </p>
  );
}
