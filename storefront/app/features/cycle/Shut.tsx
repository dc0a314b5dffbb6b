import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Selling } from "./selling.server";

/** That goods can't be ordered now, and when they can: on their page and on their line of a cart. */
export function Shut({ selling }: { selling: Selling }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const { cycle } = selling;
  return (
    <p>
      <strong>
        <span aria-hidden="true">◷ </span>
        {selling.state === "soon" && cycle ? t("opensOn", { time: f.timeThere(cycle.opens_at) }) : t("closedNow")}
      </strong>
    </p>
  );
}
