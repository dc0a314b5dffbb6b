import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Cover } from "./data.server";

/** Days before the end of the last card from which it is said. */
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/** Says when rate cards let nothing be sent, or soon will not; nothing where all is well. */
export function CardCover({ cover, always = false }: { cover: Cover; always?: boolean }) {
  const t = useTranslations("shipping.cover");
  const f = useFormats();
  const path = usePath();
  const { in_force, ends_on, next_from, today } = cover;
  const soon = ends_on !== null && (Date.parse(ends_on) - Date.parse(today)) / DAY_MS <= SOON_DAYS;
  if (in_force > 0 && !soon && !always) return null;
  const again = next_from === null ? t("never") : t("again", { from: f.date(next_from) });
  return (
    <p className={in_force > 0 && !soon ? "note" : "note warn"}>
      <span aria-hidden="true">{in_force > 0 && !soon ? "✓ " : "! "}</span>
      {in_force === 0
        ? `${t("none")} ${again}`
        : ends_on === null
          ? t("open")
          : `${t("ends", { last: f.date(ends_on) })} ${again}`}{" "}
      <a href={`/${path}/desk/rate-cards`}>{t("see")}</a>
    </p>
  );
}

/** Nothing is written yet: the press that writes it all the same. */
export function ConfirmNone({ show }: { show: boolean }) {
  const t = useTranslations("shipping.cover");
  if (!show) return null;
  return (
    <label className="check">
      <input type="checkbox" name="confirmed" value="yes" />
      {t("confirm")}
    </label>
  );
}
