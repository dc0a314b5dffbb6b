import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { ShortLine } from "./fit.server";

/** What is short by now or no longer sold, each line with what was wanted and what there is, and one button that takes exactly that. */
export function ShortLines({ lines, from }: { lines: readonly ShortLine[]; from: "cart" | "checkout" }) {
  const t = useTranslations("shortLines");
  const path = usePath();
  if (lines.length === 0) return null;
  const unsold = lines.every((line) => !line.on_sale);
  return (
    <section className="problems stack-s" role="alert" aria-labelledby="short-lines">
      <h2 id="short-lines">{t(unsold ? "titleUnsold" : "title")}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line.id}>
            {t(line.on_sale ? (line.fits === 0 ? "gone" : "less") : "unsold", {
              goods: `${line.title[path]} ${line.pack[path]}`,
              wanted: line.wanted,
              fits: line.fits,
            })}
          </li>
        ))}
      </ul>
      <p>{t("safe")}</p>
      <Form method="post" action={`/${path}/cart`}>
        <input type="hidden" name="from" value={from} />
        {lines.map((line) => (
          <input key={line.id} type="hidden" name={`fits-${line.id}`} value={line.fits} />
        ))}
        <button className="button" name="intent" value="fit">
          {t(unsold ? "takeOut" : "take")}
        </button>
      </Form>
    </section>
  );
}
