import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Quote } from "../quote/data.server";
import type { Side } from "../quote/words";
import type { HadSample } from "./schema";

/** That a quote is a sample: it costs what its cooperative has said, and only has to be accepted. */
export function IsSample({ quote, me }: { quote: Quote; me: Side }) {
  const t = useTranslations("samples");
  if (!quote.sample) return null;
  const waits = quote.turn !== null && !quote.held;
  return <p className="note">{[t(`is.${me}`), waits ? t("waits") : ""].filter((part) => part !== "").join(" ")}</p>;
}

/** Samples that were had of some packs, each with how far it is, and its own quote. */
export function HadSamples({
  samples,
  me,
  nameOf,
}: {
  samples: readonly HadSample[];
  me: Side;
  nameOf: (variant_id: string) => string;
}) {
  const t = useTranslations("samples");
  const f = useFormats();
  const path = usePath();
  const at = `/${path}/${me === "seller" ? "desk" : "wholesale"}/quotes`;
  return (
    <ul className="plain">
      {samples.map((one) => (
        <li key={one.quote_id}>
          {nameOf(one.variant_id)} {t(`stages.${one.stage}`)} · <a href={`${at}/${one.quote_id}`}>{one.number}</a> ·{" "}
          {f.date(one.asked_at)}
        </li>
      ))}
    </ul>
  );
}

/** Beside a quote: the samples of its packs that were had, and where another is asked for before it is accepted. */
export function SamplesOfQuote({ quote, me }: { quote: Quote; me: Side }) {
  const t = useTranslations("samples");
  const path = usePath();
  const lines = quote.versions.at(-1)?.lines ?? [];
  const nameOf = (variant_id: string) => {
    const line = lines.find((one) => one.variant_id === variant_id);
    return line ? `${line.title[path]} ${line.pack[path]}` : "";
  };
  const offers = quote.turn === null ? [] : quote.sample_offers;
  if (quote.samples.length === 0 && offers.length === 0) return null;
  return (
    <section className="stack-s" id="samples">
      <h2>{t("title")}</h2>
      <HadSamples samples={quote.samples} me={me} nameOf={nameOf} />
      {offers.map((variant_id) => (
        <p key={variant_id}>
          <a href={`/${path}/wholesale/samples/${encodeURIComponent(variant_id)}`}>
            {t("first")}
            <span className="visually-hidden"> {nameOf(variant_id)}</span>
          </a>{" "}
          <span aria-hidden="true">{nameOf(variant_id)}</span>
        </p>
      ))}
    </section>
  );
}
