import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, TextArea, type Problem } from "../ui/Field";
import { Tag, type Look } from "../ui/Tag";
import type { Quote, QuoteLine, QuoteVersion } from "./data.server";
import { useGapWords } from "./gap-words";
import { saidBefore } from "./said-before";
import type { Over, Side, State } from "./words";

const LOOKS: Record<State, Look> = {
  requested: { sign: "?", tone: "" },
  offered: { sign: "…", tone: "warn" },
  countered: { sign: "…", tone: "warn" },
  accepted: { sign: "✓", tone: "good" },
  rejected: { sign: "✗", tone: "bad" },
  expired: { sign: "–", tone: "" },
  withdrawn: { sign: "–", tone: "" },
};

/** `over`: what became of one that was accepted. */
export function QuoteTag({ state, over = null }: { state: State; over?: Over | null }) {
  const t = useTranslations("quote");
  if (over !== null) return <Tag look={{ sign: "–", tone: "" }}>{t(`overs.${over}`)}</Tag>;
  return <Tag look={LOOKS[state]}>{t(`states.${state}`)}</Tag>;
}

/** Of one's own side's people: who has left and was forgotten has no name any more. */
export function usePerson(): (name: string | null) => string | null {
  const t = useTranslations("quote");
  return (name) => (name === "" ? t("former") : name);
}

/** Whose turn it is, in a sentence: an approver of the company comes before either side. */
export function useTurn(me: Side): (turn: Side, approval: "yours" | "theirs" | null) => string {
  const t = useTranslations("quote");
  return (turn, approval) => {
    if (approval === null) return t(turn === me ? "yourTurn" : "theirTurn");
    if (me === "seller") return t("waitsAtCompany");
    return t(approval === "yours" ? "waitsForYou" : "waitsForOthers");
  };
}

/** Whose turn it is and until when: a day and a time, so that it is right without script. */
export function Standing({ quote, days, me }: { quote: Quote; days: number; me: Side }) {
  const t = useTranslations("quote");
  const f = useFormats();
  const turn = useTurn(me);
  if (quote.turn === null) return null;
  const [order] = quote.orders;
  const approval = order?.state !== "awaiting_approval" ? null : order.may_approve ? "yours" : "theirs";
  return (
    <div className="panel stack-s">
      <p>
        <strong>{turn(quote.turn, approval)}</strong> {t("until", { time: f.timeThere(quote.expires_at) })} ·{" "}
        {days > 0 ? t("daysLeft", { days }) : t("lastDay")}
      </p>
      <p className={quote.held ? "" : "muted"}>
        {quote.held
          ? t("held", { time: f.timeThere(quote.held.until) })
          : t(quote.goods_gone ? "goodsGone" : "nothingHeld")}
      </p>
    </div>
  );
}

/** A call-off says which agreement its prices are of. */
export function OfAgreement({ quote, me }: { quote: Quote; me: Side }) {
  const t = useTranslations("quote");
  const path = usePath();
  if (quote.agreement_id === null) return null;
  const area = me === "seller" ? "desk" : "wholesale";
  return (
    <p className="note">
      {t("ofAgreement")} {quote.state === "requested" && me === "buyer" ? `${t("callOffWaits")} ` : ""}
      <a href={`/${path}/${area}/agreements/${quote.agreement_id}`}>{t("toAgreement")}</a>
    </p>
  );
}

/** That a quote is a part of a joint one: the company reads where all of it is; the desk how many there are, and what to do. */
export function PartOfJoint({ joint, callOff }: { joint: NonNullable<Quote["joint"]>; callOff: boolean }) {
  const t = useTranslations("joint");
  const a = useTranslations("jointAgreement");
  const path = usePath();
  return (
    <p className="note">
      {t("partOf", { count: joint.cooperatives, number: joint.number })}{" "}
      {joint.id === null ? (
        callOff ? (
          a("deskCallOff")
        ) : (
          t("deskPart")
        )
      ) : (
        <>
          {t("acceptThere")} <a href={`/${path}/wholesale/joint-quotes/${joint.id}`}>{joint.number}</a>
        </>
      )}
    </p>
  );
}

/** All versions side by side, the newest first; what differs from the one before is marked, in words too. */
function Versions({ quote, me, file }: { quote: Quote; me: Side; file: (version: number) => string }) {
  const t = useTranslations("quote");
  const d = useTranslations("delivery");
  const k = useTranslations("truck");
  const f = useFormats();
  const path = usePath();
  const person = usePerson();
  const newest = [...quote.versions].reverse();
  const keys = [...new Set(quote.versions.flatMap((one) => one.lines.map((line) => line.variant_id)))];
  // A call-off across a step of its ladder has one pack at two prices.
  const linesOf = (version: QuoteVersion, variant: string) =>
    version.lines.filter((line) => line.variant_id === variant);
  const nameOf = (variant: string) => {
    const line = newest.flatMap((one) => linesOf(one, variant))[0];
    return line ? `${line.title[path]} ${line.pack[path]}` : "";
  };
  const lineText = (lines: readonly QuoteLine[]) =>
    lines.length === 0
      ? t("notInIt")
      : lines
          .map((line) =>
            line.price_minor === null
              ? t("packs", { count: line.packs })
              : t("packsAt", { count: line.packs, price: f.money(line.price_minor, quote.currency) }),
          )
          .join("; ");
  const gapWords = useGapWords();
  const rows: {
    head: string;
    of: (version: QuoteVersion) => string;
    changed?: (version: QuoteVersion, before: QuoteVersion) => boolean;
  }[] = [
    ...keys.map((variant) => ({ head: nameOf(variant), of: (one: QuoteVersion) => lineText(linesOf(one, variant)) })),
    {
      head: t("freight"),
      of: (one) => (one.freight_minor === null ? "–" : f.money(one.freight_minor, quote.currency)),
    },
    {
      head: k("shipBy"),
      of: ({ truck }) => (truck === null ? k("byParcels") : k("versionTruck", truck)),
    },
    { head: t("gap"), of: (one) => gapWords(one.freight_term, one.freight_minor) },
    { head: t("total"), of: (one) => (one.total_minor === null ? "–" : f.money(one.total_minor, quote.currency)) },
    {
      head: d("term"),
      of: (one) =>
        one.inspection === null
          ? "–"
          : d("termAt", { days: one.inspection.days, release: d(`releases.${one.inspection.release}`) }),
    },
    { head: t("deliverOn"), of: (one) => (one.deliver_on === null ? "–" : f.date(one.deliver_on)) },
    { head: t("standsUntil"), of: (one) => f.timeThere(one.expires_at) },
    {
      head: t("words"),
      of: (one) => {
        const said = saidBefore(quote.versions, one);
        return one.words || (said ? t("wordsBefore", { number: said.version, words: said.words }) : "–");
      },
      changed: (one, before) => one.words !== "" && one.words !== before.words,
    },
  ];
  return (
    <div className="scroll-x list versions" tabIndex={0} role="region" aria-label={t("versions")}>
      <table role="table">
        <caption className="visually-hidden">{t("versions")}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <td role="cell" />
            {newest.map((one) => (
              <th key={one.version} scope="col" role="columnheader">
                {t(one.by === me ? "versionYours" : "versionTheirs", { number: one.version })}
                <br />
                <span className="muted small">
                  {f.time(one.created_at)}
                  {one.person === null ? "" : ` · ${person(one.person) ?? ""}`}
                </span>
                <br />
                <a href={file(one.version)}>
                  PDF <span className="visually-hidden">{t("versionNumber", { number: one.version })}</span>
                </a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, at) => (
            <tr key={at} role="row">
              <th scope="row" role="rowheader">
                {row.head}
              </th>
              {newest.map((one, place) => {
                const before = newest[place + 1];
                const changed =
                  before !== undefined && (row.changed ? row.changed(one, before) : row.of(before) !== row.of(one));
                return (
                  <td
                    key={one.version}
                    role="cell"
                    data-head={t(one.by === me ? "versionYours" : "versionTheirs", { number: one.version })}
                  >
                    {changed ? <strong>{row.of(one)}</strong> : row.of(one)}
                    {changed ? <span className="muted small"> ({t("changed")})</span> : null}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a side reads its quotes. */
export const quotesOf = (path: string, me: Side): string => `/${path}/${me === "seller" ? "desk" : "wholesale"}/quotes`;

/** A form of a quote's page that was refused. */
export interface Said {
  readonly problems: readonly Problem[];
  readonly typed: Readonly<Record<string, string>>;
}

/** Why a side ends it: the other one reads it. */
export function EndWords({ said }: { said: Said | undefined }) {
  const t = useTranslations("quote");
  return (
    <Input
      name="end_words"
      label={t("endWords")}
      maxLength={500}
      defaultValue={said?.typed.end_words}
      problems={said?.problems}
    />
  );
}

/** What was offered, and where it goes. */
export function Offered({ quote, me }: { quote: Quote; me: Side }) {
  const t = useTranslations("quote");
  const path = usePath();
  const { address } = quote;
  return (
    <section className="stack">
      <h2>{t("versions")}</h2>
      <Versions quote={quote} me={me} file={(version) => `${quotesOf(path, me)}/${quote.id}/pdf/${version}`} />
      {address ? (
        <p className="muted">
          {t("to", { where: `${address.name}, ${address.province}${address.city}${address.address}` })}
        </p>
      ) : null}
      {quote.addressees === null ? null : <p className="muted">{t("toAddressees", { count: quote.addressees })}</p>}
    </section>
  );
}

/** What both sides wrote beside the versions, and the form to write more. `said`: what was refused of it, and how it was typed. */
export function Talk({
  quote,
  me,
  may,
  said,
  form_key,
}: {
  quote: Quote;
  me: Side;
  may: boolean;
  said: Said | undefined;
  /** Of this form: sent twice it is one message. */
  form_key: string;
}) {
  const t = useTranslations("quote");
  const person = usePerson();
  const f = useFormats();
  return (
    <section className="stack">
      <h2>{t("messages")}</h2>
      {quote.messages.length === 0 ? <p className="muted">{t("noMessages")}</p> : null}
      <ul className="plain stack-s">
        {quote.messages.map((one) => (
          <li key={one.id} className="panel">
            <p className="muted small">
              {person(one.person) ?? t(one.by === me ? "you" : one.by)} · {f.time(one.at)}
            </p>
            <p>{one.words}</p>
          </li>
        ))}
      </ul>
      {may ? (
        <form method="post" className="stack-s">
          <input type="hidden" name="key" value={said?.typed.key ?? form_key} />
          <TextArea
            name="message"
            label={t("message")}
            rows={3}
            maxLength={2000}
            required
            defaultValue={said?.typed.message}
            problems={said?.problems}
          />
          <p>
            <button className="button second" name="intent" value="say">
              {t("say")}
            </button>
          </p>
        </form>
      ) : null}
    </section>
  );
}

export function QuoteLog({ quote, me }: { quote: Quote; me: Side }) {
  const t = useTranslations("quote");
  const person = usePerson();
  const f = useFormats();
  return (
    <section className="stack">
      <h2>{t("log")}</h2>
      <ul className="plain stack-s">
        {quote.events.map((one, at) => (
          <li key={at}>
            <span className="muted small">{f.time(one.at)}</span>{" "}
            {one.by === "system" ? "" : `${person(one.person) ?? t(one.by === me ? "you" : one.by)}: `}
            {t(`acts.${one.act}`, { version: one.version ?? quote.version })}
            {one.words === "" || one.by === "system" ? "" : ` (${one.words})`}
          </li>
        ))}
      </ul>
    </section>
  );
}
