import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";
import { FIELDS, type Field } from "./words";

/** How the sheet begins, and above each column what it is: guessed by its head, chosen by eye. */
export function ColumnsForm({
  rows,
  chosen,
  hasHead,
  packsEach,
  problems,
}: {
  rows: readonly (readonly string[])[];
  chosen: readonly (Field | null)[];
  hasHead: boolean;
  packsEach: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("addressees");
  const wrong = problems?.find(({ field }) => field === "columns");
  return (
    <form method="post" className="stack" noValidate>
      <p>{t("columnsLead")}</p>
      {wrong ? (
        <p className="wrong" id="columns-wrong">
          {wrong.text}
        </p>
      ) : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("columnsTitle")} id="columns">
        <table>
          <thead>
            <tr>
              {chosen.map((field, at) => (
                <th key={at} scope="col">
                  <select
                    name="column"
                    aria-label={t("columnOf", { number: at + 1, head: rows[0]?.[at] ?? "" })}
                    aria-describedby={wrong ? "columns-wrong" : undefined}
                    aria-invalid={wrong ? true : undefined}
                    defaultValue={field ?? ""}
                  >
                    <option value="">{t("leftAside")}</option>
                    {FIELDS.map((one) => (
                      <option key={one} value={one}>
                        {t(`fields.${one}`)}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {chosen.map((_, at) => (
                  <td key={at}>{cells[at] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <label className="check">
        <input type="checkbox" name="has_head" defaultChecked={hasHead} /> {t("hasHead")}
      </label>
      <Input
        name="packs_each"
        label={t("packsEach")}
        hint={t("packsEachHint")}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        defaultValue={packsEach}
        problems={problems}
      />
      <p>
        <button className="button" name="intent" value="columns">
          {t("columnsGo")}
        </button>
      </p>
    </form>
  );
}
