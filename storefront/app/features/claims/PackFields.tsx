import { useTranslations } from "use-intl";
import { Input, useFieldId, type Problem } from "../ui/Field";

/** How many packs of each good are meant: none typed is none. */
export function PackFields({
  lines,
  was,
  problems,
}: {
  lines: readonly { order_line_id: string; title: string; packs: number }[];
  was: Record<string, string>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("orderClaims.pack");
  const id = useFieldId("lines");
  return (
    <fieldset className="stack" id={id}>
      <legend>{t("legend")}</legend>
      {lines.map((line) => (
        <Input
          key={line.order_line_id}
          name={`packs:${line.order_line_id}`}
          label={line.title}
          hint={t("hint", { packs: line.packs })}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={was[`packs:${line.order_line_id}`]}
          problems={problems}
        />
      ))}
    </fieldset>
  );
}
