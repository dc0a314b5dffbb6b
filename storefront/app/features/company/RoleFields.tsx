import { useTranslations } from "use-intl";
import type { Problem } from "../ui/Field";
import { ROLES } from "./words";

/** Roles to tick; a person may have several. */
export function RoleFields({
  chosen,
  problems,
}: {
  chosen: readonly string[];
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("company");
  const wrong = problems?.find(({ field }) => field === "roles");
  return (
    <fieldset className="stack-s" id="roles" aria-describedby={wrong ? "roles-wrong" : undefined}>
      <legend>{t("rolesLegend")}</legend>
      {wrong ? (
        <span className="wrong" id="roles-wrong">
          {wrong.text}
        </span>
      ) : null}
      {ROLES.map((role) => (
        <label key={role} className="check">
          <input type="checkbox" name="roles" value={role} defaultChecked={chosen.includes(role)} />
          <span>
            {t(`roles.${role}`)} <span className="muted">{t(`roleHints.${role}`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
