import { useTranslations } from "use-intl";
import { Input, ProblemSummary, Select, type Problem } from "../ui/Field";
import { Agreed } from "./Agreed";
import { PROOF_KINDS, PURPOSES } from "./words";

/** Records a household's yes or no, by somebody who acts for it. */
export function ConsentForm({
  problems,
  typed,
  today,
}: {
  problems: readonly Problem[] | undefined;
  typed: Record<string, string>;
  today: string;
}) {
  const t = useTranslations("register");
  return (
    <form method="post" className="stack" noValidate>
      <ProblemSummary problems={problems} />
      <div className="fields two">
        <Select name="purpose" label={t("purpose")} required defaultValue={typed.purpose} problems={problems}>
          {PURPOSES.map((purpose) => (
            <option key={purpose} value={purpose}>
              {t(`purposes.${purpose}`)}
            </option>
          ))}
        </Select>
        <Select name="given" label={t("answer")} required defaultValue={typed.given ?? "yes"} problems={problems}>
          <option value="yes">{t("given")}</option>
          <option value="no">{t("withdrawn")}</option>
        </Select>
        <Select
          name="proof_kind"
          label={t("proofKind")}
          required
          defaultValue={typed.proof_kind ?? "paper"}
          problems={problems}
        >
          {PROOF_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`proofKinds.${kind}`)}
            </option>
          ))}
        </Select>
        <Input
          name="proof"
          label={t("proof")}
          hint={t("proofHint")}
          required
          autoComplete="off"
          defaultValue={typed.proof}
          problems={problems}
        />
        <Input
          name="on_day"
          label={t("onDay")}
          type="date"
          max={today}
          required
          defaultValue={typed.on_day ?? today}
          problems={problems}
        />
      </div>
      <Agreed problems={problems} typed={typed} />
      <button className="button">{t("saveConsent")}</button>
    </form>
  );
}
