import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { ListedQuote } from "./data.server";
import { QuoteTag, quotesOf, useTurn } from "./Parts";
import { SHOWN, type Shown, type Side } from "./words";

interface Found {
  readonly title: string;
  readonly quotes: readonly ListedQuote[];
  readonly counts: Readonly<Record<Shown, number>>;
  readonly next: string | null;
  readonly shown: Shown;
}

/** A side's quotes, the newest first: those that stand, those that were accepted, or those that led to nothing. */
export function QuoteList({ found: { title, quotes, counts, next, shown }, me }: { found: Found; me: Side }) {
  const t = useTranslations("quote");
  const s = useTranslations("samples");
  const f = useFormats();
  const path = usePath();
  const at = quotesOf(path, me);
  const stands = shown === "open";
  return (
    <>
      <nav aria-label={t("show")} className="ledger-nav">
        {SHOWN.map((one) => (
          <a
            key={one}
            href={one === "open" ? at : `${at}?show=${one}`}
            aria-current={one === shown ? "page" : undefined}
          >
            {t(`shown.${one}`, { count: counts[one] })}
          </a>
        ))}
      </nav>
      <List
        label={title}
        rows={quotes}
        none={t(`none.${shown}`)}
        older={next === null ? null : `?${stands ? "" : `show=${shown}&`}before=${encodeURIComponent(next)}`}
        columns={[
          {
            head: t("number"),
            name: true,
            of: (one) => (
              <>
                <a href={`${at}/${one.id}`}>{one.number}</a>
                {one.sample ? ` ${s("link")}` : ""}
                {one.unread ? (
                  <>
                    {" "}
                    <strong className="small">{t("unread")}</strong>
                  </>
                ) : null}
              </>
            ),
          },
          me === "seller"
            ? { head: t("company"), of: (one) => one.company }
            : { head: t("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
          { head: t("state"), of: (one) => <QuoteTag state={one.state} over={one.over} /> },
          ...(stands
            ? [
                {
                  head: t("turn"),
                  of: (one: ListedQuote) => (one.turn === null ? "–" : <Turn quote={one} me={me} />),
                },
                { head: t("standsUntil"), of: (one: ListedQuote) => f.timeThere(one.expires_at) },
              ]
            : []),
          ...(shown === "accepted"
            ? [{ head: t("ledTo"), of: (one: ListedQuote) => <LedTo quote={one} at={`${at}/${one.id}`} /> }]
            : []),
          { head: t("wantedOn"), of: (one) => f.date(one.wanted_on) },
        ]}
      />
    </>
  );
}

/** Whose turn it is; what waits for the reader stands out. */
function Turn({ quote: { turn, approval }, me }: { quote: ListedQuote; me: Side }) {
  const words = useTurn(me);
  if (turn === null) return null;
  const mine = approval === "yours" || (approval === null && turn === me);
  return mine ? <strong>{words(turn, approval)}</strong> : words(turn, approval);
}

/** What became of a quote that was accepted: where it is paid, or what was ordered, which its page opens. */
function LedTo({ quote, at }: { quote: ListedQuote; at: string }) {
  const t = useTranslations("quote");
  const path = usePath();
  const ordered = quote.order_id !== null;
  const words = t(quote.nothing_comes ? "orderedShort" : "ordered");
  return (
    <>
      {ordered ? <a href={`${at}#order`}>{words}</a> : quote.over === null ? t("notOrdered") : "–"}
      {quote.proforma_id === null ? null : (
        <>
          {" · "}
          <a href={`/${path}/wholesale/proformas/${quote.proforma_id}`}>{t("toProforma")}</a>
        </>
      )}
    </>
  );
}
