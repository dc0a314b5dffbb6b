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

/** What the goods that are meant weighed when they were looked at, in kilograms: may be left empty, and moves no money. */
export function WeighedField({
  was,
  problems,
}: {
  was: Record<string, string>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("orderClaims.weighed");
  return (
    <Input
      name="weighed_g"
      label={t("label")}
      hint={t("hint")}
      inputMode="decimal"
      autoComplete="off"
      defaultValue={was.weighed_g}
      problems={problems}
    />
  );
}
