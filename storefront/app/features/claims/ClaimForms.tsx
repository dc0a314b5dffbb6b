import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, Select, TextArea, type Problem } from "../ui/Field";
import { PhotoForm } from "../ui/PhotoForm";
import type { Claim } from "./data.server";
import { ANSWERS, REMEDIES } from "./words";

export interface Shared {
  claim: Claim;
  problems: readonly Problem[] | undefined;
  was: Record<string, string>;
}

/** What can be done with a claim that is open: photos, the buyer's wish, an inspection, the decision, dropping it. */
export function OpenForms({ claim, problems, was }: Shared) {
  const t = useTranslations("claims");
  return (
    <>
      <section className="stack narrow">
        <h2>{t("forms.photo")}</h2>
        <PhotoForm
          fields={{ act: "photo" }}
          label={t("forms.photoFile")}
          hint={t("forms.photoHint")}
          button={t("forms.photoSend")}
          problems={problems}
        />
      </section>
      <section className="stack narrow">
        <h2>{t("forms.wish")}</h2>
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="act" value="wish" />
          <Choice
            name="wish"
            label={t("forms.wishSaid")}
            hint={t("forms.wishHint")}
            options={REMEDIES.map((one) => [one, t(`remedies.${one}`)] as const)}
            value={was.wish ?? claim.wish ?? ""}
            problems={problems}
          />
          <button className="button second">{t("forms.wishSave")}</button>
        </form>
      </section>
      {claim.inspection === null ? (
        <section className="stack narrow">
          <h2>{t("forms.inspect")}</h2>
          <p>{t("forms.inspectLead")}</p>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="act" value="inspection" />
            <Choice
              name="finding"
              label={t("forms.finding")}
              options={claim.causes.map((one) => [one, t(`causes.${one}`)] as const)}
              value={was.finding ?? ""}
              problems={problems}
            />
            <TextArea
              name="words"
              label={t("forms.found")}
              hint={t("forms.foundHint")}
              rows={2}
              maxLength={1000}
              defaultValue={was.words}
              problems={problems}
            />
            <button className="button second">{t("forms.inspectSave")}</button>
          </form>
        </section>
      ) : null}
      <section className="stack narrow">
        <h2>{t("forms.decide")}</h2>
        <p>{t("forms.decideLead")}</p>
        <form method="post" className="stack" noValidate>
          <input type="hidden" name="act" value="decision" />
          <Choice
            name="remedy"
            label={t("forms.remedy")}
            options={REMEDIES.map((one) => [one, t(`remedies.${one}`)] as const)}
            value={was.remedy ?? claim.wish ?? ""}
            problems={problems}
          />
          <Choice
            name="cause"
            label={t("forms.cause")}
            hint={t("forms.causeHint")}
            options={claim.causes.map((one) => [one, t(`causes.${one}`)] as const)}
            value={was.cause ?? claim.inspection?.finding ?? ""}
            problems={problems}
          />
          <TextArea
            name="decision_words"
            label={t("forms.decisionWords")}
            hint={t("forms.decisionHint")}
            rows={2}
            maxLength={1000}
            defaultValue={was.decision_words}
            problems={problems}
          />
          <button className="button">{t("forms.decideSave")}</button>
        </form>
      </section>
      <details className="narrow" open={problems !== undefined && was.act === "refuse"}>
        <summary>{t("forms.refuse")}</summary>
        <p>{t("forms.refuseLead")}</p>
        <WordsForm
          act="refuse"
          label={t("forms.refuseWhy")}
          button={t("forms.refuseSave")}
          problems={problems}
          was={was}
        />
      </details>
      <details className="narrow">
        <summary>{t("forms.drop")}</summary>
        <WordsForm act="drop" label={t("forms.dropWhy")} button={t("forms.dropSave")} problems={problems} was={was} />
      </details>
    </>
  );
}

/** What is still done once the buyer has what is theirs: asking the carrier, its answer, taking a replacement back. */
export function LaterForms({ claim, problems, was }: Shared) {
  const t = useTranslations("claims");
  const f = useFormats();
  const waits = claim.state === "done" && claim.answer === null;
  return (
    <>
      {waits && (claim.carrier_minor ?? 0) > 0 ? (
        <section className="stack narrow">
          <h2>{t("forms.carrier")}</h2>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="act" value="asked" />
            <Input
              name="ref"
              label={t("forms.ref")}
              hint={t("forms.refHint")}
              maxLength={100}
              autoComplete="off"
              defaultValue={was.ref ?? claim.asked_ref ?? ""}
              problems={problems}
            />
            <button className="button second">{t("forms.askedSave")}</button>
          </form>
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="act" value="answer" />
            <input type="hidden" name="currency" value={claim.currency ?? ""} />
            <Choice
              name="answer"
              label={t("forms.answer")}
              options={ANSWERS.map((one) => [one, t(`answers.${one}`)] as const)}
              value={was.answer ?? ""}
              problems={problems}
            />
            <Input
              name="paid"
              label={t("forms.paid", { currency: f.currency(claim.currency ?? "") })}
              hint={t("forms.paidHint", { most: f.moneyInWords(claim.carrier_minor ?? 0, claim.currency ?? "") })}
              inputMode="decimal"
              autoComplete="off"
              defaultValue={was.paid}
              problems={problems}
            />
            <TextArea
              name="answer_words"
              label={t("forms.answerWords")}
              rows={2}
              maxLength={1000}
              defaultValue={was.answer_words}
              problems={problems}
            />
            <button className="button">{t("forms.answerSave")}</button>
          </form>
        </section>
      ) : null}
      {waits && claim.remedy === "reship" ? (
        <details className="narrow">
          <summary>{t("forms.withdraw")}</summary>
          <p>{t("forms.withdrawLead")}</p>
          <WordsForm
            act="withdraw"
            label={t("forms.withdrawWhy")}
            button={t("forms.withdrawSave")}
            problems={problems}
            was={was}
          />
        </details>
      ) : null}
    </>
  );
}

function WordsForm({
  act,
  label,
  button,
  problems,
  was,
}: Omit<Shared, "claim"> & { act: "drop" | "refuse" | "withdraw"; label: string; button: string }) {
  const name = `${act}_words`;
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="act" value={act} />
      <TextArea name={name} label={label} rows={2} maxLength={1000} defaultValue={was[name]} problems={problems} />
      <button className="button second">{button}</button>
    </form>
  );
}

export function Choice({
  name,
  label,
  hint,
  options,
  value,
  problems,
}: {
  name: string;
  label: string;
  hint?: string;
  options: readonly (readonly [value: string, words: string])[];
  value: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("claims.forms");
  return (
    <Select name={name} label={label} hint={hint} defaultValue={value} problems={problems}>
      <option value="">{t("choose")}</option>
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </Select>
  );
}
