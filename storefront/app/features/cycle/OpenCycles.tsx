import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { OpenCycle } from "./selling.server";

/** On the first page: which order cycles close next, and what is sold in them. */
export function OpenCycles({ cycles }: { cycles: readonly OpenCycle[] }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  if (cycles.length === 0) return null;
  return (
    <section className="stack">
      <h2 className="section-title">{t("closingNext")}</h2>
      <ul className="plain pavilions">
        {cycles.map((cycle) => (
          <li key={cycle.id} className="panel stack-s">
            <h3>{cycle.name[path]}</h3>
            <p>
              <span aria-hidden="true">◷ </span>
              {t("openUntil", { time: f.timeThere(cycle.closes_at) })}
            </p>
            <p className="muted small">{cycle.cooperative[path]}</p>
            <ul className="plain row">
              {cycle.products.map((product) => (
                <li key={product.handle}>
                  <a href={`/${path}/products/${product.handle}`}>{product.title[path]}</a>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
