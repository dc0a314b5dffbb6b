import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, type Problem } from "../ui/Field";
import type { Cap } from "./data.server";

/** How much of a payout may go there: what counts, a change by two people, and every version. */
export function CapPanel({
  cap,
  was,
  problems,
}: {
  cap: Cap;
  was: Record<string, string>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("clawbacks.cap");
  const f = useFormats();
  const percent = (bp: number) => f.percent(bp, 10_000);
  const waiting = cap.versions.find((one) => one.state === "proposed");
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      <p>{t("now", { percent: percent(cap.cap_bp) })}</p>
      {waiting === undefined ? (
        <details open={was.act === "cap"}>
          <summary>{t("change")}</summary>
          <form method="post" className="stack" noValidate>
            <Input
              name="percent"
              label={t("percent")}
              hint={t("hint")}
              inputMode="numeric"
              defaultValue={was.percent ?? String(cap.cap_bp / 100)}
              problems={problems}
            />
            <Input
              name="cap_words"
              label={t("words")}
              maxLength={500}
              defaultValue={was.cap_words}
              problems={problems}
            />
            <button className="button second" name="act" value="cap">
              {t("propose")}
            </button>
          </form>
        </details>
      ) : (
        <form method="post" className="panel stack" id="decision">
          <input type="hidden" name="id" value={waiting.id} />
          <input type="hidden" name="act" value="decide" />
          <p>
            {t("waits", {
              percent: percent(waiting.cap_bp),
              person: waiting.proposed_by ?? "",
              words: waiting.reason,
            })}
          </p>
          {waiting.proposed_by_me ? <p className="note">{t("second")}</p> : null}
          <div className="row">
            {waiting.proposed_by_me ? null : (
              <button className="button" name="decision" value="approve">
                {t("approve")}
              </button>
            )}
            <button className="button second" name="decision" value="drop">
              {t("drop")}
            </button>
          </div>
        </form>
      )}
      {cap.versions.length === 0 ? null : (
        <ul className="plain stack-s">
          {cap.versions.map((one) => (
            <li key={one.id}>
              {t(`version.${one.state}`, {
                version: one.version,
                percent: percent(one.cap_bp),
                person: one.decided_by ?? one.proposed_by ?? "",
                date: f.date(one.at),
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
