import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import type { Account, AccountEntry } from "./data.server";
import { signedAmount } from "./words";

/** What is open now, by currency. */
export function Owed({ owed }: Pick<Account, "owed">) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  if (owed.length === 0) return <p className="note good">{t("nothingOwed")}</p>;
  return owed.map((one) => (
    <p key={one.currency} className={one.overdue_minor > 0 ? "note warn" : "note"}>
      {t("owed", { amount: f.money(one.open_minor, one.currency) })}{" "}
      {one.overdue_minor > 0 ? t("overdue", { amount: f.money(one.overdue_minor, one.currency) }) : null}
    </p>
  ));
}

/** The days of a statement, as a paper or a sheet; `action` is where its file is. */
export function AccountDays({
  action,
  span,
  zone,
}: {
  action: string;
  /** By whose clock the days are counted. */
  zone: string;
  span: { from: string; to: string; problems: readonly Problem[] };
}) {
  const t = useTranslations("transfer.debt");
  return (
    <section className="stack">
      <h2>{t("spanTitle")}</h2>
      <p>
        {t("spanLead")} {t("clock", { zone })}
      </p>
      <form method="get" action={action} className="panel stack-s" noValidate>
        <div className="fields two">
          <Input
            name="from"
            label={t("fromDay")}
            type="date"
            required
            defaultValue={span.from}
            problems={span.problems}
          />
          <Input name="to" label={t("toDay")} type="date" required defaultValue={span.to} problems={span.problems} />
        </div>
        <p className="row">
          <button className="button second" name="format" value="pdf">
            {t("asPdf")}
          </button>
          <button className="button second" name="format" value="csv">
            {t("asSheet")}
          </button>
        </p>
      </form>
    </section>
  );
}

/** What moved an account, newest first, by the clock that its company's days are counted by. `linkOf`: where the paper of an entry is, for who pays it. */
export function AccountLines({
  title,
  account,
  linkOf,
}: {
  title: string;
  account: Pick<Account, "entries" | "next" | "time_zone">;
  linkOf?: (entry: AccountEntry) => string;
}) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  const path = usePath();
  const nameOf = (one: AccountEntry) => `${t(`entries.${one.what}`)} · ${one.quote_number}`;
  return (
    <List
      label={title}
      rows={account.entries}
      none={t("noEntries")}
      older={account.next === null ? null : `?before=${encodeURIComponent(account.next)}`}
      columns={[
        {
          head: t("what"),
          name: true,
          of: (one) => (linkOf ? <a href={linkOf(one)}>{nameOf(one)}</a> : nameOf(one)),
        },
        { head: t("atIn", { zone: account.time_zone }), of: (one) => f.timeAt(one.at, account.time_zone) },
        ...(linkOf ? [{ head: t("cooperative"), of: (one: AccountEntry) => one.cooperative?.[path] ?? "" }] : []),
        { head: t("invoice"), of: (one) => one.papers ?? "–" },
        { head: t("amount"), num: true, of: (one) => f.money(signedAmount(one), one.currency) },
      ]}
    />
  );
}
