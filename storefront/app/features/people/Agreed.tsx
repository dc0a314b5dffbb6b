import { useTranslations } from "use-intl";
import { Input, Select, type Problem } from "../ui/Field";
import { AGREED } from "./words";

/** How the household agreed that this is done for it: asked with every act, shown on the household's own page. */
export function Agreed({
  problems,
  typed,
}: {
  problems: readonly Problem[] | undefined;
  typed: Record<string, string>;
}) {
  const t = useTranslations("register");
  return (
    <fieldset>
      <legend>{t("agreed")}</legend>
      <div className="fields two">
        <Select
          name="agreed_kind"
          label={t("agreedKind")}
          required
          defaultValue={typed.agreed_kind ?? "present"}
          problems={problems}
        >
          {AGREED.map((kind) => (
            <option key={kind} value={kind}>
              {t(`agreedKinds.${kind}`)}
            </option>
          ))}
        </Select>
        <Input
          name="agreed_note"
          label={t("agreedNote")}
          hint={t("agreedNoteHint")}
          autoComplete="off"
          maxLength={200}
          defaultValue={typed.agreed_note}
          problems={problems}
        />
      </div>
    </fieldset>
  );
}
