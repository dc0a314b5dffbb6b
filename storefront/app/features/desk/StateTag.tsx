const TONE: Record<string, string> = {
  paid: "good",
  done: "good",
  created: "good",
  approved: "good",
  failed: "bad",
  unknown: "warn",
  settling: "warn",
  exported: "warn",
};
const SIGN: Record<string, string> = { good: "✓", bad: "!", warn: "…" };

/** A state by word, sign and colour. */
export function StateTag({ state, word }: { state: string; word: string }) {
  const tone = TONE[state] ?? "";
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{SIGN[tone] ?? "○"}</span>
      {word}
    </span>
  );
}
