import { useTranslations } from "use-intl";

/** The way from a list to the records before it; nothing when these are all. */
export function Older({ href }: { href: string | null }) {
  const t = useTranslations("list");
  return href === null ? null : (
    <p>
      <a href={href}>{t("older")}</a>
    </p>
  );
}
