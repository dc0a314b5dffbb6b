import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";

/** Our states and the carrier's words; a word we don't know is shown as it came. */
const EVENTS = [
  "planned",
  "labelled",
  "packed",
  "handed_over",
  "booked",
  "picked_up",
  "in_transit",
  "out_for_delivery",
  "at_point",
  "delivered",
  "lost",
  "returned",
  "void",
] as const;

export function isEvent(state: string): state is (typeof EVENTS)[number] {
  return (EVENTS as readonly string[]).includes(state);
}

interface ParcelEvent {
  readonly at: string;
  readonly state: string;
  readonly place: string | null;
  /** What the carrier wrote besides. */
  readonly said?: string | null;
}

/** Where a parcel has been, in words. */
export function ParcelEvents({
  events,
  fetched = false,
}: {
  events: readonly ParcelEvent[];
  /** Its buyer fetches it: nobody carries it to a door. */
  fetched?: boolean;
}) {
  const t = useTranslations("parcel");
  const f = useFormats();
  if (events.length === 0) return null;
  const word = (state: string): string => {
    if (fetched && (state === "handed_over" || state === "delivered")) return t(`fetched.${state}`);
    return isEvent(state) ? t(`events.${state}`) : state;
  };
  return (
    <ol className="events">
      {events.map(({ at, state, place, said = null }) => (
        <li key={`${at}${state}`}>
          <time dateTime={at} className="muted small">
            {f.timeThere(at)}
          </time>
          <br />
          {[word(state), said === null || isEvent(said) ? null : said, place].filter(Boolean).join(" · ")}
        </li>
      ))}
    </ol>
  );
}
