import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { Sheet } from "./data.server";
import type { SheetState } from "./words";

const LOOKS: Readonly<Record<SheetState, Look>> = {
  columns: { sign: "?", tone: "warn" },
  reading: { sign: "…", tone: "" },
  checked: { sign: "✓", tone: "good" },
  refused: { sign: "✗", tone: "bad" },
  asked: { sign: "→", tone: "good" },
  forgotten: { sign: "–", tone: "" },
};

/** How far a sheet is; of one that was read, how many lines are wrong. */
export function SheetTag({ sheet }: { sheet: Pick<Sheet, "state" | "wrong"> }) {
  const t = useTranslations("addressees");
  if (sheet.state === "checked" && sheet.wrong > 0)
    return <Tag look={{ sign: "!", tone: "warn" }}>{t("wrongLines", { count: sheet.wrong })}</Tag>;
  return <Tag look={LOOKS[sheet.state]}>{t(`states.${sheet.state}`)}</Tag>;
}
