import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { AgreementLine } from "./data.server";

interface More {
  readonly lines: readonly { readonly variant_id: string; readonly packs: number; readonly there_packs: number }[];
  readonly now: boolean;
}

/** More was typed than lies there: how much lies there, and the two ways on, as buttons of the form that it stands in. */
export function MoreThanThere({
  more,
  lines,
  typed,
}: {
  more: More;
  lines: readonly AgreementLine[];
  typed: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("agreement");
  const path = usePath();
  const rows = more.lines.flatMap((one) => {
    const line = lines.find((of) => of.variant_id === one.variant_id);
    return line ? [{ ...one, line }] : [];
  });
  const packs = rows.reduce((sum, one) => sum + one.packs, 0);
  const there = rows.reduce((sum, one) => sum + one.there_packs, 0);
  return (
    <fieldset className="note warn stack-s" id="there" tabIndex={-1}>
      <legend>{t("moreTitle")}</legend>
      <ul>
        {rows.map(({ line, ...one }) => (
          <li key={one.variant_id}>
            {t("thereLine", {
              good: `${line.title[path]} ${line.pack[path]}`,
              there: one.there_packs,
              packs: one.packs,
            })}
          </li>
        ))}
      </ul>
      {lines.map(({ product_id, variant_id }) => {
        const of = `${product_id}:${variant_id}`;
        const lies = rows.find((one) => one.variant_id === variant_id)?.there_packs;
        return (
          <span key={variant_id} hidden>
            <input type="hidden" name={`asked:${of}`} value={typed[`packs:${of}`] ?? ""} />
            <input type="hidden" name={`there:${of}`} value={lies ? String(lies) : ""} />
          </span>
        );
      })}
      {more.now ? (
        <p>
          <button className="button" name="intent" value="call_off_there">
            {t("callOffThere", { there })}
          </button>
        </p>
      ) : there > 0 ? (
        <p>{t("thereTooSmall")}</p>
      ) : null}
      <p>
        <button className="button second" name="intent" value="call_off_all">
          {t("callOffAll", { packs })}
        </button>
      </p>
      <p className="small">{t("callOffAllHint")}</p>
    </fieldset>
  );
}
