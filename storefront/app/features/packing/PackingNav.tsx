import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** In the order in which parcels go through the shed. */
const PAGES = [
  "parcels",
  "waves",
  "pack",
  "handovers",
  "point-orders",
  "tracking-numbers",
  "carrier-acts",
  "board",
] as const;

/** The rooms of the packing shed: what is done every day. With whom and in what parcels travel is set up elsewhere. */
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
      <a href={`/${path}/desk/carriers`}>{t("setUp")}</a>
    </nav>
  );
}
