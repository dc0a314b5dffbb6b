/** One row of a comparison: what it is now, and what it would be. */
export interface Compared {
  readonly key: string;
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** The same with their unit. */
  readonly before_text: string;
  readonly after_text: string;
}

const WIDTH = 1000;
const BAR = 16;

/**
 * Two bars a row, drawn on the server: hollow is before, filled is after, so that no one needs the colours. It is one image for
 * a reader of screens; the table beside it says the same in words.
 */
export function CompareChart({
  rows,
  label,
  before,
  after,
}: {
  rows: readonly Compared[];
  label: string;
  before: string;
  after: string;
}) {
  const most = Math.max(1, ...rows.flatMap((row) => [row.before, row.after]));
  const width = (value: number) => (value === 0 ? 0 : Math.max(4, (value / most) * WIDTH));
  return (
    <figure className="compare" role="img" aria-label={label}>
      <p className="row small">
        <span>
          <span className="key compare-before" aria-hidden="true" />
          {before}
        </span>
        <span>
          <span className="key compare-after" aria-hidden="true" />
          {after}
        </span>
      </p>
      {rows.map((row) => (
        <div key={row.key} className="compare-row">
          <span>{row.name}</span>
          <svg viewBox={`0 0 ${WIDTH} ${2 * BAR + 6}`} preserveAspectRatio="none" aria-hidden="true">
            <rect className="compare-before" x="0" y="1" width={width(row.before)} height={BAR} />
            <rect className="compare-after" x="0" y={BAR + 5} width={width(row.after)} height={BAR} />
          </svg>
          <span className="small tabular">
            {row.before_text} → {row.after_text}
          </span>
        </div>
      ))}
    </figure>
  );
}
