import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Select, TextArea, type Problem } from "../ui/Field";
import type { Claim } from "./data.server";
import { OUTCOMES } from "./words";

/** Households that do not agree with what their lot bears: their words, and the desk's answer or the form for it. */
export function Objections({
  claim,
  problems,
  was,
}: {
  claim: Claim;
  problems: readonly Problem[] | undefined;
  was: Record<string, string>;
}) {
  const t = useTranslations("claims.objection");
  const choose = useTranslations("claims.forms");
  const f = useFormats();
  if (claim.objections.length === 0) return null;
  return (
    <section className="stack narrow" id="objections">
      <h2>{t("title")}</h2>
      {claim.objections.map((one) => {
        const mine = was.household_id === one.household_id;
        return (
          <article key={one.household_id} className="panel stack-s">
            <p>
              <strong>{one.household_name}</strong> <span className="muted">{f.time(one.at)}</span>
              <br />
              {one.words}
            </p>
            {one.outcome !== null ? (
              <p className="note">
                <strong>{t(`outcomes.${one.outcome}`)}</strong> · {one.answered_by}
                <br />
                {one.answer}
              </p>
            ) : claim.inspection?.by_me ? (
              <p className="note">{t("second")}</p>
            ) : (
              <form method="post" className="stack" noValidate>
                <input type="hidden" name="act" value="objection" />
                <input type="hidden" name="household_id" value={one.household_id} />
                <Select
                  name="outcome"
                  label={t("outcome")}
                  hint={t("outcomeHint")}
                  defaultValue={mine ? was.outcome : ""}
                  problems={mine ? problems : undefined}
                >
                  <option value="">{choose("choose")}</option>
                  {OUTCOMES.map((outcome) => (
                    <option key={outcome} value={outcome}>
                      {t(`outcomes.${outcome}`)}
                    </option>
                  ))}
                </Select>
                <TextArea
                  name="objection_words"
                  label={t("words")}
                  hint={t("wordsHint")}
                  rows={2}
                  maxLength={1000}
                  defaultValue={mine ? was.objection_words : undefined}
                  problems={mine ? problems : undefined}
                />
                <button className="button">{t("save")}</button>
              </form>
            )}
          </article>
        );
      })}
    </section>
  );
}
