import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = ["parcels", "waves", "pack", "handovers", "board"] as const;

/** The rooms of the packing shed. */
export function PackingNav({ here }: { here?: (typeof PAGES)[number] }) {
  const t = useTranslations("packing");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      {PAGES.map((page) => (
        <a key={page} href={`/${path}/desk/${page}`} aria-current={page === here ? "page" : undefined}>
          {t(`pages.${page}`)}
        </a>
      ))}
    </nav>
  );
}
