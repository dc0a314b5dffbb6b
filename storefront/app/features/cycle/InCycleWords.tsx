import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CycleDays } from "./CycleBox";
import type { InCycle } from "./in-cycle";

/** On a line of a cart and beside the button that pays: till when its order cycle is open, when it leaves, and what of the price goes back. */
export function InCycleWords({ cycle, falls }: InCycle) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const time = f.timeThere(cycle.closes_at);
  return (
    <div className="stack-s small">
      <p>
        <strong>
          <span aria-hidden="true">◷ </span>
          {t("openUntil", { time })}
        </strong>
      </p>
      <CycleDays cycle={cycle} />
      {falls ? <p>{t("howLadder", { time })}</p> : null}
    </div>
  );
}
