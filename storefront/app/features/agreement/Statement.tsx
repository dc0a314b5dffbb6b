import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { quotesOf } from "../quote/Parts";
import type { Side } from "../quote/words";
import { Input, TextArea, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import type { Agreement, Statement as Said } from "./data.server";
import { agreementsOf } from "./Parts";

/** What an agreement came to at the end of its season, the sum of what is owed written out, and whether it is paid. */
export function Statement({
  agreement,
  me,
  typed,
  problems,
}: {
  agreement: Agreement;
  me: Side;
  typed?: Readonly<Record<string, string>> | undefined;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  const { statement } = agreement;
  const over = agreement.state === "ended" || agreement.state === "ended_early";
  if (statement === null)
    return over ? (
      <section className="stack">
        <h2>{t("statement")}</h2>
        <p className="note">{t("statementWaits")}</p>
      </section>
    ) : null;
  const lines = agreement.versions.at(-1)?.lines ?? [];
  const nameOf = (variant_id: string) => {
    const line = lines.find((one) => one.variant_id === variant_id);
    return line ? `${line.title[path]} ${line.pack[path]}` : "";
  };
  const money = (amount: number) => f.money(amount, agreement.currency);
  return (
    <section className="stack">
      <h2>{t("statement")}</h2>
      <p>
        <a href={`${agreementsOf(path, me)}/${agreement.id}/statement`}>{t("statementPdf")}</a>{" "}
        <span className="muted small">{f.time(statement.at)}</span>
      </p>
      <List
        label={t("statement")}
        rows={statement.lines.map((line) => ({ ...line, id: line.variant_id }))}
        none=""
        columns={[
          { head: t("good"), name: true, of: (line) => nameOf(line.variant_id) },
          { head: t("agreed"), num: true, of: (line) => t("packs", { count: line.agreed_packs }) },
          {
            head: t("called"),
            num: true,
            of: (line) => t("packs", { count: line.delivered_packs + line.short_packs }),
          },
          { head: t("delivered"), num: true, of: (line) => t("packs", { count: line.delivered_packs }) },
          { head: t("shortBySeller"), num: true, of: (line) => t("packs", { count: line.short_packs }) },
          { head: t("notCalled"), num: true, of: (line) => t("packs", { count: line.not_called_packs }) },
          { head: t("deliveredSum"), num: true, of: (line) => money(line.delivered_minor) },
        ]}
      />
      {statement.lines.some((line) => line.not_called_packs > 0) ? <p className="muted">{t("notCalledLead")}</p> : null}
      <Lacks agreement={agreement} statement={statement} me={me} nameOf={nameOf} />
      <Owed agreement={agreement} statement={statement} me={me} typed={typed} problems={problems} />
    </section>
  );
}

function Lacks({
  agreement,
  statement,
  me,
  nameOf,
}: {
  agreement: Agreement;
  statement: Said;
  me: Side;
  nameOf: (variant_id: string) => string;
}) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  if (statement.lacks.length === 0) return null;
  return (
    <List
      label={t("lacks")}
      rows={statement.lacks.map((lack, at) => ({ ...lack, id: String(at) }))}
      none=""
      columns={[
        {
          head: q("number"),
          name: true,
          of: (lack) => <a href={`${quotesOf(path, me)}/${lack.quote_id}`}>{lack.number}</a>,
        },
        { head: t("good"), of: (lack) => nameOf(lack.variant_id) },
        { head: t("shortBySeller"), num: true, of: (lack) => t("packs", { count: lack.packs }) },
        { head: t("price"), num: true, of: (lack) => f.money(lack.price_minor, agreement.currency) },
        { head: t("lackSum"), num: true, of: (lack) => f.money(lack.amount_minor, agreement.currency) },
      ]}
    />
  );
}

function Owed({
  agreement,
  statement,
  me,
  typed,
  problems,
}: {
  agreement: Agreement;
  statement: Said;
  me: Side;
  typed: Readonly<Record<string, string>> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const { paid } = statement;
  const money = (amount: number) => f.money(amount, agreement.currency);
  if (statement.compensation_bp === 0) return <p>{t("noCompensation")}</p>;
  return (
    <>
      <p>
        <strong>
          {t("owedSum", {
            lacking: money(statement.lacking_minor),
            percent: statement.compensation_bp / 100,
            cap: money(statement.cap_minor),
            owed: money(statement.compensation_minor),
          })}
        </strong>
      </p>
      {paid !== null ? (
        <p className="note">
          {t("paidOn", { day: f.date(paid.paid_on) })} {paid.words}
        </p>
      ) : statement.compensation_minor === 0 ? null : (
        <p className="note warn">{t(me === "seller" ? "youOwe" : "theyOwe")}</p>
      )}
      {me === "seller" && paid === null && statement.compensation_minor > 0 ? (
        <form method="post" className="panel stack-s" noValidate>
          <p>{t("paidLead")}</p>
          <Input
            name="paid_on"
            label={t("paidDay")}
            type="date"
            required
            defaultValue={typed?.paid_on}
            problems={problems}
          />
          <TextArea
            name="paid_words"
            label={t("paidWords")}
            rows={2}
            maxLength={2000}
            defaultValue={typed?.paid_words}
            problems={problems}
          />
          <p>
            <button className="button" name="intent" value="paid">
              {t("paidGo")}
            </button>
          </p>
        </form>
      ) : null}
    </>
  );
}
