import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { List } from "../ui/List";
import type { ListedQuote } from "./data.server";
import { QuoteTag, quotesOf } from "./Parts";
import type { Side } from "./words";

interface Found {
  readonly title: string;
  readonly quotes: readonly ListedQuote[];
  readonly next: string | null;
  readonly all: boolean;
}

/** A side's quotes, the newest first: those that stand, or all. */
export function QuoteList({ found: { title, quotes, next, all }, me }: { found: Found; me: Side }) {
  const t = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={title}
      rows={quotes}
      none={t(all ? "none" : "noneOpen")}
      older={next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`}
      columns={[
        { head: t("number"), name: true, of: (one) => <a href={`${quotesOf(path, me)}/${one.id}`}>{one.number}</a> },
        me === "seller"
          ? { head: t("company"), of: (one) => one.company }
          : { head: t("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
        { head: t("state"), of: (one) => <QuoteTag state={one.state} /> },
        {
          head: t("turn"),
          of: (one) => (one.turn === null ? "–" : t(one.turn === me ? "yourTurn" : "theirTurn")),
        },
        { head: t("standsUntil"), of: (one) => (one.turn === null ? "–" : f.timeThere(one.expires_at)) },
        { head: t("wantedOn"), of: (one) => f.date(one.wanted_on) },
      ]}
    />
  );
}
