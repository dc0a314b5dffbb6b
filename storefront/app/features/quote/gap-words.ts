import { useTranslations } from "use-intl";
import type { FreightTerm } from "./data.server";

/** Who bears what the freight turns out otherwise, and up to what a loss is the buyer's, in a few words. */
export function useGapWords(): (term: FreightTerm | null) => string {
  const t = useTranslations("quote");
  return (term) => {
    if (term === null) return "–";
    const who =
      term.bearer === "shared"
        ? t("bearers.sharedAt", { percent: (term.buyer_bp ?? 0) / 100 })
        : t(`bearers.${term.bearer}`);
    return term.cap_bp === undefined ? who : `${who} · ${t("capAt", { percent: term.cap_bp / 100 })}`;
  };
}
