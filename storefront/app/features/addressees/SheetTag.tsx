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

const ON: Readonly<Record<NonNullable<Sheet["progress"]>, Look>> = {
  ordered: { sign: "○", tone: "" },
  on_the_way: { sign: "→", tone: "warn" },
  delivered: { sign: "✓", tone: "good" },
  not_all: { sign: "!", tone: "bad" },
};

/** How far a sheet is, and its order; of one that was read, how many lines are wrong. */
export function SheetTag({ sheet }: { sheet: Pick<Sheet, "state" | "wrong" | "progress"> }) {
  const t = useTranslations("addressees");
  if (sheet.state === "checked" && sheet.wrong > 0)
    return <Tag look={{ sign: "!", tone: "warn" }}>{t("wrongLines", { count: sheet.wrong })}</Tag>;
  if (sheet.state === "asked" && sheet.progress !== null)
    return <Tag look={ON[sheet.progress]}>{t(`progress.${sheet.progress}`)}</Tag>;
  return <Tag look={LOOKS[sheet.state]}>{t(`states.${sheet.state}`)}</Tag>;
}
