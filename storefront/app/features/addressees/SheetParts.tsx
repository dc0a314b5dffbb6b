import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Refreshing } from "../packing/Refreshing";
import { QuoteTag } from "../quote/Parts";
import type { State } from "../quote/words";
import { Input, type Problem } from "../ui/Field";
import type { Sheet } from "./data.server";
import { sheetAt } from "./words";

/** What there is on a sheet. */
export function Facts({ sheet }: { sheet: Sheet }) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const facts = [
    ["lines", sheet.lines],
    ["wrong", sheet.wrong],
    ["repeats", sheet.repeats],
    ["leftOut", sheet.left_out],
    ["addressees", sheet.addressees],
    ["packs", sheet.packs_total],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([name, count]) => (
        <Fragment key={name}>
          <dt>{t(name)}</dt>
          <dd>{f.number(count)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** A large sheet while a job reads it. */
export function Reading({ sheet }: { sheet: Sheet }) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const [read, said] = [f.number(sheet.lines), f.number(sheet.rows_said ?? 0)];
  return (
    <section className="panel stack" role="status">
      <p>
        <strong>{sheet.rows_said === null ? t("readSome", { read }) : t("readOf", { read, said })}</strong>
      </p>
      <Refreshing />
    </section>
  );
}

export function Refused({ sheet }: { sheet: Sheet }) {
  const t = useTranslations("addressees");
  const path = usePath();
  if (sheet.fault === null) return null;
  return (
    <section className="panel stack" role="alert">
      <p>{t(`faults.${sheet.fault}`, { cell: sheet.fault_cell ?? "" })}</p>
      <p>
        <a href={`/${path}/wholesale/addressees`}>{t("bringAgain")}</a>
      </p>
    </section>
  );
}

interface SheetQuote {
  readonly id: string;
  readonly quote_number: string;
  readonly quote_state: State;
  readonly order_id: string | null;
  readonly open: boolean;
}

/** The quote of a sheet, where its parcels are, and the way back when it came to nothing. */
export function Asked({ sheet, quote, buys }: { sheet: Sheet; quote: SheetQuote; buys: boolean }) {
  const t = useTranslations("addressees");
  const path = usePath();
  const ended = !quote.open && quote.order_id === null;
  return (
    <section className="stack">
      <h2>{t("askedTitle")}</h2>
      <p className="row">
        <a href={`/${path}/wholesale/quotes/${quote.id}`}>{quote.quote_number}</a>
        <QuoteTag state={quote.quote_state} />
      </p>
      {quote.order_id === null ? null : (
        <>
          <p>{t("trackingLead")}</p>
          <p className="row">
            {sheet.state === "forgotten" ? null : (
              <a className="button second" href={sheetAt(path, sheet.id, "/files/tracking")}>
                {t("tracking")}
              </a>
            )}
            {sheet.state === "forgotten" ? null : (
              <a href={sheetAt(path, sheet.id, "/files/tracking-xlsx")}>{t("trackingXlsx")}</a>
            )}
            <a href={`/${path}/orders/${quote.order_id}`}>{t("order")}</a>
          </p>
        </>
      )}
      {ended && buys && sheet.state === "asked" ? (
        <form method="post" className="stack-s">
          <p>{t("reopenLead")}</p>
          <p>
            <button className="button second" name="intent" value="reopen">
              {t("reopen")}
            </button>
          </p>
        </form>
      ) : null}
    </section>
  );
}

/** Wrong lines as a file, and the same file brought back. */
export function Repairs({ id, problems }: { id: string; problems: readonly Problem[] | undefined }) {
  const t = useTranslations("addressees");
  const path = usePath();
  return (
    <section className="stack">
      <h2>{t("repairTitle")}</h2>
      <p>{t("repairLead")}</p>
      <p>
        <a className="button second" href={sheetAt(path, id, "/files/wrong")}>
          {t("wrongFile")}
        </a>
      </p>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Input
          name="repairs"
          label={t("repairs")}
          hint={t("repairsHint")}
          type="file"
          accept=".csv,.xlsx,text/csv"
          problems={problems}
        />
        <p>
          <button className="button" name="intent" value="repair">
            {t("repair")}
          </button>
        </p>
      </form>
    </section>
  );
}

/** Whether somebody who stands on it twice gets two parcels. */
export function Repeats({ sheet, buys }: { sheet: Sheet; buys: boolean }) {
  const t = useTranslations("addressees");
  return (
    <section className="panel stack-s" id="repeats">
      <p>{t(sheet.keep_repeats ? "repeatsKept" : "repeatsDropped", { count: sheet.repeats })}</p>
      {buys ? (
        <form method="post">
          <button className="button second" name="intent" value={sheet.keep_repeats ? "drop" : "keep"}>
            {t(sheet.keep_repeats ? "dropRepeats" : "keepRepeats")}
          </button>
        </form>
      ) : null}
    </section>
  );
}

/** Deletes the people of a sheet, behind a second look. */
export function Forget() {
  const t = useTranslations("addressees");
  return (
    <details>
      <summary>{t("forgetTitle")}</summary>
      <form method="post" className="stack-s">
        <p>{t("forgetLead")}</p>
        <p>
          <button className="button second" name="intent" value="forget">
            {t("forget")}
          </button>
        </p>
      </form>
    </details>
  );
}
