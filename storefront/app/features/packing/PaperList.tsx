import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Paper } from "./data.server";

/** Buttons that ask for a paper, and what was printed before. */
export function PaperList({ kinds, papers }: { kinds: readonly Paper["kind"][]; papers: readonly Paper[] }) {
  const t = useTranslations("packing.papers");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      <form method="post" className="row">
        {kinds.map((kind) => (
          <button key={kind} className="button second" name="paper" value={kind}>
            {t(`print.${kind}`)}
          </button>
        ))}
      </form>
      {papers.length === 0 ? null : (
        <ul className="plain stack-s">
          {papers.map((paper) => (
            <li key={paper.id}>
              <a className="line-link" href={`/${path}/desk/papers/${paper.id}`}>
                {t("one", { kind: t(`kinds.${paper.kind}`), time: f.time(paper.asked_at) })}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
