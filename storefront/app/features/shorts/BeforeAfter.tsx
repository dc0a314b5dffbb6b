export interface Pair {
  readonly key: string;
  readonly label: string;
  readonly before: number;
  readonly after: number;
}

const WIDTH = 640;
const ROW = 56;
const LEFT = 160;
const SHOWN = 12;

/** Two bars a row, before and after, on one scale. The table beside it says the same, so the picture is one image. */
export function BeforeAfter({
  pairs,
  label,
  before,
  after,
}: {
  pairs: readonly Pair[];
  label: string;
  before: string;
  after: string;
}) {
  const shown = pairs.slice(0, SHOWN);
  const most = Math.max(1, ...shown.flatMap((pair) => [pair.before, pair.after]));
  const width = (value: number) => Math.max(value > 0 ? 2 : 0, (value / most) * (WIDTH - LEFT));
  return (
    <svg
      className="before-after"
      viewBox={`0 0 ${WIDTH} ${shown.length * ROW + 32}`}
      role="img"
      aria-label={label}
      preserveAspectRatio="xMinYMin meet"
    >
      <rect className="bar-before" x={LEFT} y="6" width="16" height="12" />
      <text x={LEFT + 24} y="17">
        {before}
      </text>
      <rect className="bar-after" x={LEFT + 140} y="6" width="16" height="12" />
      <text x={LEFT + 164} y="17">
        {after}
      </text>
      {shown.map((pair, index) => (
        <g key={pair.key} transform={`translate(0 ${index * ROW + 32})`}>
          <text x="0" y="28">
            {pair.label}
          </text>
          <rect className="bar-before" x={LEFT} y="6" width={width(pair.before)} height="16" />
          <rect className="bar-after" x={LEFT} y="26" width={width(pair.after)} height="16" />
        </g>
      ))}
    </svg>
  );
}
