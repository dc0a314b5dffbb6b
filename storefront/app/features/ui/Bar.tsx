export interface BarPart {
  readonly key: string;
  /** One of the .part-* classes: its colour. */
  readonly part: string;
  readonly value: number;
  readonly label: string;
}

const WIDTH = 1000;
const GAP = 4;

/** A bar of parts of a whole. The table beside it says the same in words, so the picture itself is one image. */
export function Bar({ parts, label, thin = false }: { parts: readonly BarPart[]; label: string; thin?: boolean }) {
  const shown = parts.filter((part) => part.value > 0);
  const whole = shown.reduce((sum, part) => sum + part.value, 0);
  let x = 0;
  return (
    <svg
      className={thin ? "bar thin" : "bar"}
      viewBox={`0 0 ${WIDTH} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect width={WIDTH} height="40" fill="#ece1cb" />
      {shown.map((part, index) => {
        const width = (part.value / whole) * WIDTH;
        const at = x;
        x += width;
        const gap = index === shown.length - 1 ? 0 : GAP;
        return (
          <rect key={part.key} className={`part-${part.part}`} x={at} width={Math.max(width - gap, 2)} height="40" />
        );
      })}
    </svg>
  );
}
