import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Notice } from "./notice.server";

/** What a village's cooperative tells everybody. `level`: of its headings, one below the page's own. */
export function Notices({ all, level }: { all: readonly Notice[]; level: 2 | 3 }) {
  const t = useTranslations("village");
  const f = useFormats();
  const path = usePath();
  const Title = level === 2 ? "h2" : "h3";
  return (
    <ul className="plain stack">
      {all.map((one) => (
        <li key={one.id} className="panel stack-s" id={one.id}>
          <Title>{one.title[path]}</Title>
          <p className="small muted">
            {f.date(one.published_at)}
            {one.shown_to === null ? "" : ` · ${t("noticeUntil", { date: f.date(one.shown_to) })}`}
            {one.corrected_at === null ? "" : ` · ${t("noticeCorrected", { date: f.date(one.corrected_at) })}`}
          </p>
          <p className="story">{one.text[path]}</p>
        </li>
      ))}
    </ul>
  );
}
