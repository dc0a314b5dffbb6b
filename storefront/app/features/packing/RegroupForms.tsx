import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, type Problem } from "../ui/Field";
import type { Preview } from "./change.server";
import type { Packing } from "./data.server";
import { RegroupPreview } from "./RegroupPreview";

/** Parting a parcel and joining it with others to the same place: look at the cost first, then do it with a reason. */
export function RegroupForms({
  parcel,
  siblings,
  typed,
  chosen,
  preview,
  problems,
}: {
  parcel: Packing;
  siblings: readonly { id: string; number: string; gross_g: number }[];
  typed: Record<string, string>;
  chosen: readonly string[];
  preview: Preview | null;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("packing.change");
  const f = useFormats();
  const lines = [...new Map(parcel.contents.map((one) => [one.order_line_id, one])).values()];
  const packs = lines.reduce((sum, line) => sum + line.packs, 0);
  return (
    <>
      {preview ? (
        <section className="stack" id="regroup">
          <h2>{t(preview.kind === "split" ? "splitPreview" : "mergePreview")}</h2>
          <RegroupPreview regroup={preview.regroup} />
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="wish" value={preview.wish} />
            <input type="hidden" name="cost_after_minor" value={preview.regroup.cost_after_minor} />
            <input type="hidden" name="idempotency_key" value={preview.key} />
            <Input name="why" label={t("why")} maxLength={300} required problems={problems} defaultValue={typed.why} />
            <button className="button" name="intent" value="apply">
              {t(preview.kind === "split" ? "splitDo" : "mergeDo")}
            </button>
          </form>
        </section>
      ) : null}
      {packs > 1 ? (
        <section className="stack">
          <h2>{t("split")}</h2>
          <p>{t("splitHint")}</p>
          <form method="post" className="stack" noValidate>
            {lines.map((line) => (
              <Input
                key={line.order_line_id}
                name={`move:${line.order_line_id}`}
                label={t("move", { title: line.title, packs: line.packs })}
                inputMode="numeric"
                className="short"
                autoComplete="off"
                defaultValue={typed[`move:${line.order_line_id}`] ?? "0"}
              />
            ))}
            <button className="button second" name="intent" value="look_split">
              {t("look")}
            </button>
          </form>
        </section>
      ) : null}
      {siblings.length > 0 ? (
        <section className="stack">
          <h2>{t("merge")}</h2>
          <p>{t("mergeHint")}</p>
          <form method="post" className="stack" noValidate>
            <fieldset>
              <legend>{t("with")}</legend>
              {siblings.map((one) => (
                <label key={one.id} className="check">
                  <input type="checkbox" name="with" value={one.id} defaultChecked={chosen.includes(one.id)} />
                  {one.number} · {f.kg(one.gross_g)}
                </label>
              ))}
            </fieldset>
            <button className="button second" name="intent" value="look_merge">
              {t("look")}
            </button>
          </form>
        </section>
      ) : null}
    </>
  );
}
