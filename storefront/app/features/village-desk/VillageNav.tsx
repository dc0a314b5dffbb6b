import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PARTS = ["page", "pictures", "seasons", "certificates", "notices"] as const;
export type VillagePart = (typeof PARTS)[number];

/** All that is written of one village, and the page that buyers read. */
export function VillageNav({ id, handle, here }: { id: string; handle: string; here: VillagePart }) {
  const t = useTranslations("villageDesk");
  const path = usePath();
  const base = `/${path}/desk/shop/villages/${id}`;
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      {PARTS.map((part) => (
        <a
          key={part}
          href={part === "page" ? base : `${base}/${part}`}
          {...(part === here ? { "aria-current": "page" as const } : {})}
        >
          {t(`parts.${part}`)}
        </a>
      ))}
      <a href={`/${path}/villages/${handle}`}>{t("public")}</a>
    </nav>
  );
}
