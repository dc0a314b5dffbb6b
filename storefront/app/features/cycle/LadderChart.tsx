/** One step as it is drawn: how high its price stands, and whether it holds now. */
export interface DrawnStep {
  readonly key: number;
  readonly price_minor: number;
  readonly price_text: string;
  readonly cases_text: string;
  readonly now: boolean;
}

const WIDTH = 320;
const HEIGHT = 120;
/** Room for a price above and the cases below. */
const ABOVE = 22;
const BELOW = 22;
/** The lowest step still has a body. */
const LEAST = 0.35;

/** Steps of a ladder, going down, drawn on the server. One image for a reader of screens; the table beside it says the same in words. */
export function LadderChart({ steps, label, now }: { steps: readonly DrawnStep[]; label: string; now: string }) {
  const most = Math.max(1, ...steps.map((step) => step.price_minor));
  const least = Math.min(...steps.map((step) => step.price_minor));
  const body = HEIGHT - ABOVE - BELOW;
  const width = WIDTH / Math.max(1, steps.length);
  const high = (price: number) =>
    most === least ? body : body * (LEAST + ((1 - LEAST) * (price - least)) / (most - least));
  return (
    <svg className="ladder-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {steps.map((step, at) => {
        const top = HEIGHT - BELOW - high(step.price_minor);
        const middle = at * width + width / 2;
        return (
          <g key={step.key}>
            <rect
              className={step.now ? "now" : undefined}
              x={at * width + 1.5}
              y={top}
              width={width - 3}
              height={high(step.price_minor)}
            />
            <text x={middle} y={top - 7} textAnchor="middle" className={step.now ? "strong" : undefined}>
              {step.price_text}
            </text>
            {step.now ? (
              <text x={middle} y={HEIGHT - BELOW - 8} textAnchor="middle" className="on-now">
                {now}
              </text>
            ) : null}
            <text x={middle} y={HEIGHT - 6} textAnchor="middle">
              {step.cases_text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
