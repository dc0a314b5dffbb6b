import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { List } from "../ui/List";
import type { Note } from "./data.server";

/** Delivery notes of what left on trucks, each as a paper; nothing where nothing did. */
export function DeliveryNotes({ notes, file }: { notes: readonly Note[]; file: (note: Note) => string }) {
  const t = useTranslations("truck");
  const f = useFormats();
  if (notes.length === 0) return null;
  return (
    <section className="stack" id="delivery-notes">
      <h2>{t("notes")}</h2>
      <p>{t("notesLead")}</p>
      <List
        label={t("notes")}
        rows={notes.map((one) => ({ ...one, id: one.number }))}
        none={t("noNotes")}
        columns={[
          { head: t("note"), name: true, of: (one) => <a href={file(one)}>{one.number} PDF</a> },
          { head: t("left"), of: (one) => f.timeThere(one.left_at) },
          { head: t("cartons"), num: true, of: (one) => f.number(one.cartons) },
          { head: t("gross"), num: true, of: (one) => f.weight(one.gross_g) },
          { head: t("driver"), of: (one) => [one.driver, one.plate].filter(Boolean).join(" · ") || "—" },
        ]}
      />
    </section>
  );
}
