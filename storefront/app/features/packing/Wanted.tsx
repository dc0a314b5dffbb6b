import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Early } from "./wanted.server";

/** The day for which a company wants goods; nothing where none was agreed. */
export function WantedOn({ day }: { day: string | null }) {
  const t = useTranslations("packing.wanted");
  const f = useFormats();
  return day === null ? null : <span className="small">{t("on", { day: f.date(day) })}</span>;
}

/** Beside the button that hands over what is wanted days later: of one order, or some of a wave's. */
export function LeavesEarly({ early, of }: { early: Early | null; of: "order" | "wave" }) {
  const t = useTranslations("packing.wanted");
  const f = useFormats();
  if (early === null) return null;
  const day = f.date(early.day);
  return (
    <p className="note warn">
      {of === "order" ? t("early", { day, days: early.days }) : t("earlyOf", { day, count: early.parcels })}
    </p>
  );
}
