import { useTranslations } from "use-intl";
import { Input, ProblemSummary, type Problem } from "../ui/Field";

/** The account that bank files are paid from: whose it is, the end of its number, and how a manager names another. */
export function PayingAccount({
  account,
  may_name,
  named,
  problems,
  was,
}: {
  account: { name: string; last4: string | null; bank: { member_id: string } | null } | null;
  may_name: boolean;
  named: boolean;
  problems: readonly Problem[] | undefined;
  was: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("bank.paying");
  const r = useTranslations("register");
  return (
    <section className="stack">
      <h1>{t("title")}</h1>
      {account === null ? (
        <p className="note warn">{t("none")}</p>
      ) : (
        <p>
          {t("is", { name: account.name, last4: account.last4 ?? "" })}{" "}
          {account.bank === null ? null : t("atBank", { number: account.bank.member_id })}
        </p>
      )}
      {named && !problems ? (
        <p className="note good" role="status">
          {t("named")}
        </p>
      ) : null}
      {may_name ? (
        <details className="panel" open={account === null || problems !== undefined}>
          <summary>{t(account === null ? "name" : "another")}</summary>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <p>{t("how")}</p>
            <Input
              name="holder"
              label={r("holder")}
              required
              maxLength={70}
              autoComplete="off"
              defaultValue={was.holder ?? account?.name}
              problems={problems}
            />
            <Input
              name="account"
              label={r("accountNumber")}
              hint={r("accountHint")}
              required
              autoComplete="off"
              defaultValue={was.account}
              problems={problems}
            />
            <Input
              name="bank_member_id"
              label={r("bankNumber")}
              hint={t("bankHint")}
              inputMode="numeric"
              autoComplete="off"
              defaultValue={was.bank_member_id ?? account?.bank?.member_id}
              problems={problems}
            />
            {problems !== undefined || was.as_on_paper === "yes" ? (
              <label className="check">
                <input type="checkbox" name="as_on_paper" value="yes" defaultChecked={was.as_on_paper === "yes"} />
                {r("asOnPaper")}
              </label>
            ) : null}
            <button className="button" name="act" value="account">
              {t("send")}
            </button>
          </form>
        </details>
      ) : (
        <p className="muted">{t("managerOnly")}</p>
      )}
    </section>
  );
}
