import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, TextArea } from "../ui/Field";
import { Choice, type Shared } from "./ClaimForms";
import { ANSWERS } from "./words";

/** The carrier's answer, corrected by two people: one proposes, another confirms, and the books follow. */
export function AnswerChange({ claim, problems, was }: Shared) {
  const t = useTranslations("claims");
  const f = useFormats();
  if (claim.answer === null || (claim.state !== "done" && claim.state !== "closed")) return null;
  if (claim.answer_change !== null) return <Waiting claim={claim} problems={problems} was={was} />;
  return (
    <details className="narrow" open={was.act === "answer-change"}>
      <summary>{t("forms.change")}</summary>
      <p>{t("forms.changeLead")}</p>
      <form method="post" className="stack" noValidate>
        <input type="hidden" name="act" value="answer-change" />
        <input type="hidden" name="currency" value={claim.currency ?? ""} />
        <Choice
          name="change_answer"
          label={t("forms.answer")}
          options={ANSWERS.map((one) => [one, t(`answers.${one}`)] as const)}
          value={was.change_answer ?? ""}
          problems={problems}
        />
        <Input
          name="change_paid"
          label={t("forms.paid", { currency: f.currency(claim.currency ?? "") })}
          inputMode="decimal"
          autoComplete="off"
          defaultValue={was.change_paid}
          problems={problems}
        />
        <TextArea
          name="change_answer_words"
          label={t("forms.changeWhy")}
          rows={2}
          maxLength={1000}
          defaultValue={was.change_answer_words}
          problems={problems}
        />
        <button className="button second">{t("forms.changeSave")}</button>
      </form>
    </details>
  );
}

function Waiting({ claim }: Shared) {
  const t = useTranslations("claims");
  const f = useFormats();
  const change = claim.answer_change;
  if (change === null) return null;
  const amount = change.answer === "paid" ? f.moneyInWords(change.answered_minor, claim.currency ?? "") : "";
  return (
    <section className="stack narrow">
      <h2>{t("forms.changeWaits")}</h2>
      <p>
        {t("forms.changeSays", { person: change.proposed_by, answer: t(`answers.${change.answer}`), amount })}
        <br />
        <span className="muted">{change.words}</span>
      </p>
      {change.by_me ? <p className="note">{t("forms.changeSecond")}</p> : null}
      <form method="post" className="row">
        <input type="hidden" name="act" value="answer-decision" />
        <input type="hidden" name="change_id" value={change.id} />
        {change.by_me ? null : (
          <button className="button" name="decision" value="confirm">
            {t("forms.changeConfirm")}
          </button>
        )}
        <button className="button second" name="decision" value="drop">
          {t("forms.changeDrop")}
        </button>
      </form>
    </section>
  );
}
