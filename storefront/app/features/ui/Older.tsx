import { useTranslations } from "use-intl";

/** The way from a list to the records before it, or, where it is in no order of time, to more of it; nothing when these are all. */
export function Older({ href, word = "older" }: { href: string | null; word?: "older" | "more" }) {
  const t = useTranslations("list");
  return href === null ? null : (
    <p>
      <a href={href}>{t(word)}</a>
    </p>
  );
}
