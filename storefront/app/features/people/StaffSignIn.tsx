import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Input, ProblemSummary } from "../ui/Field";
import type { Refused } from "./actions.server";

/** E-mail or phone and a password: the desk's and the office's sign-in. */
export function StaffSignIn({ title, refused }: { title: string; refused: Refused | undefined }) {
  const t = useTranslations("signIn");
  const path = usePath();
  return (
    <main className="narrow alone stack" id="main">
      <p>
        <a href={`/${path}`}>Commonlot</a>
      </p>
      <h1>{title}</h1>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={refused?.problems} />
        <Input
          name="name"
          label={t("staffName")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          defaultValue={refused?.typed.name}
          problems={refused?.problems}
        />
        <Input
          name="password"
          label={t("password")}
          type="password"
          autoComplete="current-password"
          required
          problems={refused?.problems}
        />
        <button className="button">{t("go")}</button>
      </form>
    </main>
  );
}
