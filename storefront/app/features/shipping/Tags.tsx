import { useTranslations } from "use-intl";
import type { CardHead } from "./data.server";

const SIGN = { coming: "…", in_force: "✓", over: "○", withdrawn: "×" } as const;
const TONE = { coming: "warn", in_force: "good", over: "", withdrawn: "" } as const;

/** What a rate card is today, by word, sign and colour. */
export function CardStateTag({ state }: { state: CardHead["state"] }) {
  const t = useTranslations("shipping");
  return (
    <span className={`tag ${TONE[state]}`}>
      <span aria-hidden="true">{SIGN[state]}</span>
      {t(`cardStates.${state}`)}
    </span>
  );
}

/** Invented prices or boxes that came with the house. */
export function ExampleTag() {
  const t = useTranslations("shipping");
  return (
    <span className="tag warn">
      <span aria-hidden="true">!</span>
      {t("example")}
    </span>
  );
}
