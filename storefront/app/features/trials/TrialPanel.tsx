import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Refreshing } from "../packing/Refreshing";
import type { Trial } from "./data.server";

/** A trial of very many lines: ask for it, see how far it is, or of which moment its figures are and what was sold since. */
export function TrialPanel({ trial }: { trial: Trial }) {
  const t = useTranslations("trial");
  const f = useFormats();
  const lines = f.number(trial.lines);
  if (trial.state === "asked") {
    const done = { done: f.number(trial.lines_done), lines };
    return (
      <section className="panel stack" aria-labelledby="trial-progress">
        <p id="trial-progress" role="status">
          <span aria-hidden="true">◔ </span>
          {t("working", done)}
        </p>
        {trial.lines_done === 0 ? null : (
          <progress
            className="plan-progress"
            max={trial.lines}
            value={trial.lines_done}
            aria-labelledby="trial-progress"
          />
        )}
        <Refreshing />
      </section>
    );
  }
  if (trial.state === "done") {
    return (
      <section className={trial.since > 0 ? "note warn stack-s" : "note stack-s"}>
        <p role="status">
          <span aria-hidden="true">{trial.since > 0 ? "! " : "✓ "}</span>
          {t("asOf", { at: f.time(trial.as_of ?? ""), since: trial.since })}
        </p>
        <Ask seen={trial.id} words={t("again")} second />
      </section>
    );
  }
  return (
    <section className="panel stack">
      <p>
        {trial.state === "stopped" ? <span aria-hidden="true">! </span> : null}
        {t(trial.state === "stopped" ? "stopped" : "large", { lines })}
      </p>
      <Ask seen={trial.id} words={t("ask")} />
    </section>
  );
}

function Ask({ seen, words, second = false }: { seen: string | null; words: string; second?: boolean }) {
  return (
    <form method="post">
      <input type="hidden" name="seen" value={seen ?? ""} />
      <button className={second ? "button second" : "button"}>{words}</button>
    </form>
  );
}
