import { useTranslations } from "use-intl";
import type { z } from "zod";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { accountSchema, CommissionStatement } from "./data.server";
import { StatementState } from "./StatementState";

/** Where the agent's money goes, and a change of it that waits. */
export function AccountPanel({ account }: { account: z.output<typeof accountSchema>["account"] }) {
  const t = useTranslations("agent.account");
  const f = useFormats();
  const path = usePath();
  const waiting = account?.waiting ?? null;
  return (
    <section className="panel stack" id="account">
      <h2>{t("title")}</h2>
      {account === null ? (
        <p className="note">{t("none")}</p>
      ) : (
        <p>{t("now", { holder: account.holder, last4: account.last4 })}</p>
      )}
      {waiting === null ? null : (
        <>
          <p className="note">
            {t("waits", {
              at: f.timeThere(waiting.usable_from),
              until: waiting.until_then === null ? t("untilNothing") : t("untilOld", { last4: waiting.until_then }),
            })}
          </p>
          <form method="post">
            <button className="button quiet" name="act" value="call-off">
              {t("callOff")}
            </button>
          </form>
        </>
      )}
      <p>
        <a href={`/${path}/agent/account`}>{t(account === null ? "name" : "change")}</a>
      </p>
    </section>
  );
}

/** What was and is paid, newest first. */
export function PaymentsList({
  statements,
  older,
}: {
  statements: readonly CommissionStatement[];
  older: string | null;
}) {
  const t = useTranslations("agent");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <h2>{t("payouts")}</h2>
      <List
        label={t("payouts")}
        rows={statements}
        none={t("noPayouts")}
        older={older}
        columns={[
          {
            head: t("statement"),
            name: true,
            of: (one) => <a href={`/${path}/agent/statements/${one.id}`}>{one.number}</a>,
          },
          { head: t("written"), of: (one) => f.timeThere(one.created_at) },
          { head: t("amount"), num: true, of: (one) => f.money(one.amount_minor, one.currency) },
          { head: t("state"), of: (one) => <StatementState of={one} /> },
          {
            head: t("to"),
            of: (one) => (one.account_last4 === null ? "–" : t("ending", { last4: one.account_last4 })),
          },
        ]}
      />
    </section>
  );
}
