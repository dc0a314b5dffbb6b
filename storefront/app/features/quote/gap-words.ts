import { useTranslations } from "use-intl";
import type { FreightTerm } from "./data.server";

/** Who bears what the freight turns out otherwise, and up to what a loss is the buyer's, in a few words: a part of no freight is nothing. */
export function useGapWords(): (term: FreightTerm | null, freight_minor: number | null) => string {
  const t = useTranslations("quote");
  return (term, freight_minor) => {
    if (term === null) return "–";
    const who =
      term.bearer === "shared"
        ? t("bearers.sharedAt", { percent: (term.buyer_bp ?? 0) / 100 })
        : t(`bearers.${term.bearer}`);
    if (term.cap_bp === undefined) return who;
    const cap = t(freight_minor === 0 && term.cap_bp > 0 ? "capAtNothing" : "capAt", { percent: term.cap_bp / 100 });
    return `${who} · ${cap}`;
  };
}
