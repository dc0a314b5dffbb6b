import { useTranslations } from "use-intl";
import { ProblemSummary, TextArea, type Problem } from "../ui/Field";
import type { OwnThanks } from "./data.server";

/** The buyer's own thanks: written once, and where they stand. Nothing for anybody else. */
export function ThanksForm({
  mine,
  said,
}: {
  mine: OwnThanks;
  said: { words: string; problems: readonly Problem[] } | undefined;
}) {
  const t = useTranslations("thanks");
  if (mine.own)
    return (
      <section className="panel stack-s">
        <h2>{t("own")}</h2>
        <p>{mine.own.words}</p>
        <p className="muted small" role="status">
          {t(`state.${mine.own.state}`, { reason: mine.own.reason ?? "" })}
        </p>
      </section>
    );
  if (!mine.may) return null;
  return (
    <section className="panel stack-s">
      <h2>{t("write")}</h2>
      <p>{t("lead")}</p>
      <form method="post" className="stack-s" noValidate>
        <ProblemSummary problems={said?.problems} />
        <TextArea
          name="words"
          label={t("words")}
          hint={t("hint")}
          rows={3}
          maxLength={400}
          defaultValue={said?.words}
          problems={said?.problems}
          required
        />
        <button className="button">{t("send")}</button>
      </form>
    </section>
  );
}
