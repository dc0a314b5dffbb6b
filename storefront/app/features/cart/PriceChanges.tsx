import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { ToldChange } from "./price-changes.server";

/** Which goods of the basket cost another price since they were last looked at. */
export function PriceChanges({ changes, currency }: { changes: readonly ToldChange[]; currency: string }) {
  const t = useTranslations("priceChanges");
  const f = useFormats();
  const path = usePath();
  if (changes.length === 0) return null;
  return (
    <section className="note warn stack-s" role="status" aria-labelledby="price-changes">
      <h2 id="price-changes">{t("title")}</h2>
      <ul>
        {changes.map((change) => (
          <li key={change.line_id}>
            {t("line", {
              goods: `${change.title[path]} ${change.pack[path]}`,
              was: f.money(change.was_minor, currency),
              now: f.money(change.now_minor, currency),
            })}
          </li>
        ))}
      </ul>
      <p>{t("safe")}</p>
    </section>
  );
}
