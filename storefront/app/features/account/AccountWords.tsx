import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Account } from "./data";

/** Where the money goes, in words; and while a change waits, from when, and what happens until then. */
export function AccountWords({ account }: { account: Account }) {
  const t = useTranslations("account");
  const rails = useTranslations("register.rails");
  const f = useFormats();
  if (account === null) return <>{t("none")}</>;
  const named = ({ rail, last4 }: { rail: "bank_file" | "stripe" | "cash"; last4: string | null }) =>
    last4 === null ? rails(rail) : t("tail", { rail: rails(rail), last4 });
  const { waiting } = account;
  if (waiting === null) return <>{named(account)}</>;
  return (
    <>
      {named(account)}
      <br />
      <span className="tag warn">
        <span aria-hidden="true">… </span>
        {t("waits", { time: f.time(waiting.usable_from) })}
      </span>
      <br />
      {waiting.until_then === null ? t("untilNothing") : t("untilOld", { old: named(waiting.until_then) })}{" "}
      {waiting.set_by === "" ? null : t("setBy", { name: waiting.set_by })}
    </>
  );
}
