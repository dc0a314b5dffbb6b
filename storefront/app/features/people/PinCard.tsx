import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** A card's number and its PIN, shown this once to the person at the desk: to be told, or written down for the household. */
export function PinCard({
  household,
  pin,
  title,
  room = "desk",
}: {
  household: { id: string; card_number: string };
  pin: string | null;
  title: string;
  room?: "desk" | "office";
}) {
  const t = useTranslations("register");
  const path = usePath();
  const page = `/${path}/${room}/households/${household.id}`;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <div className="receipt stack" role="status">
        <p>{t("card")}</p>
        <p className="big">{household.card_number}</p>
        {pin === null ? (
          <p>{t("pinBefore")}</p>
        ) : (
          <>
            <p>{t("pin")}</p>
            <p className="big">{pin}</p>
            <p>{t("pinOnce")}</p>
          </>
        )}
      </div>
      <p className="row">
        <a className="button" href={page}>
          {t("openPage")}
        </a>
        <a className="button second" href={`/${path}/${room}/households/new`}>
          {t("another")}
        </a>
      </p>
    </section>
  );
}
