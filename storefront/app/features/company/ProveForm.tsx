import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Input, ProblemSummary, type Problem } from "../ui/Field";

/** An address, then the code that was sent to it with a password; `children` are asked for beside them. */
export function ProveForm({
  answered,
  lead,
  go,
  children,
}: {
  answered: { sent: boolean; problems: readonly Problem[]; typed: Record<string, string> } | undefined;
  lead: string;
  go: string;
  children?: ReactNode;
}) {
  const t = useTranslations("company");
  const words = useTranslations("buyer");
  const email = answered?.typed.email ?? "";
  const problems = answered?.problems;
  // A form that comes back has all of it but the password, which is never written into a page; so it says that.
  const back = problems !== undefined && problems.length > 0 && answered?.typed.step === "check";
  if (!answered?.sent) {
    return (
      <>
        <p>{lead}</p>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <Input
            name="email"
            label={t("email")}
            hint={t("emailHint")}
            type="email"
            autoComplete="email"
            required
            defaultValue={email}
            problems={problems}
          />
          <button className="button" name="step" value="send">
            {words("sendCode")}
          </button>
        </form>
      </>
    );
  }
  return (
    <>
      <p className="note" role="status">
        {words("sent", { email })}
      </p>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <Input
          name="code"
          label={words("code")}
          hint={words("codeHint")}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          defaultValue={answered.typed.code}
          problems={problems}
        />
        {children}
        <Input
          name="password"
          label={t("password")}
          hint={back ? `${t("passwordAgain")} ${words("newPasswordHint")}` : words("newPasswordHint")}
          type="password"
          autoComplete="new-password"
          required
          problems={problems}
        />
        <div className="row">
          <button className="button" name="step" value="check">
            {go}
          </button>
          <button className="button second" name="step" value="send" formNoValidate>
            {words("sendAgain")}
          </button>
        </div>
      </form>
    </>
  );
}
