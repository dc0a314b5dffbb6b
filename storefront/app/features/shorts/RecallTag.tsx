import { useTranslations } from "use-intl";

const LOOK = {
  open: { sign: "!", tone: "bad" },
  released: { sign: "✓", tone: "good" },
  wasted: { sign: "×", tone: "" },
} as const;

/** A recall's state by word, sign and colour. */
export function RecallTag({ state }: { state: keyof typeof LOOK }) {
  const t = useTranslations("recalls.states");
  const { sign, tone } = LOOK[state];
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(state)}
    </span>
  );
}
