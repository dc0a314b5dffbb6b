import { useTranslations } from "use-intl";
import { Older } from "../ui/Older";
import { useFormats } from "../../lib/formats";
import type { Act } from "./data.server";

/** What others did for a household: who, what, how it agreed, when. */
export function ActList({ acts, older }: { acts: readonly Act[]; older: string | null }) {
  const t = useTranslations("register");
  const f = useFormats();
  if (acts.length === 0) return <p className="panel">{t("noActs")}</p>;
  return (
    <>
      <ul className="plain stack">
        {acts.map((act) => (
          <li key={act.id} className="panel">
            <strong>{t(`acts.${act.act}`)}</strong>
            <br />
            {t("actBy", { name: act.actor_name, who: t(`actors.${act.actor_kind}`), time: f.time(act.at) })}
            <br />
            <span className="muted">
              {t("actAgreed", { kind: t(`agreedKinds.${act.consent_kind}`) })}
              {act.note === "" ? "" : ` · ${act.note}`}
            </span>
          </li>
        ))}
      </ul>
      <Older href={older} />
    </>
  );
}
