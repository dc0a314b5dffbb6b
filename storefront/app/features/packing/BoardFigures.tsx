import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Board } from "./data.server";

const STATES = ["planned", "labelled", "packed", "handed_over", "in_transit"] as const;

/** How many parcels stand where, the late ones first; each figure opens its list. */
export function BoardFigures({ counts }: { counts: Board["counts"] }) {
  const t = useTranslations("packing.board");
  const states = useTranslations("parcel.states");
  const f = useFormats();
  const path = usePath();
  const late = (["late", "silent", "refused"] as const).filter((list) => counts[list] > 0);
  return (
    <div className="figures board">
      {late.map((list) => (
        <a key={list} className="figure late" href={`/${path}/desk/board?list=${list}`}>
          <span>
            <span aria-hidden="true">! </span>
            {t(`lists.${list}`)}
          </span>
          <strong>{f.number(counts[list])}</strong>
        </a>
      ))}
      {STATES.map((state) => (
        <a key={state} className="figure" href={`/${path}/desk/board?list=${state}`}>
          <span>{states(state)}</span>
          <strong>{f.number(counts.states[state] ?? 0)}</strong>
        </a>
      ))}
    </div>
  );
}
