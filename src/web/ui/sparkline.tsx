export interface SparklineProps {
  /** Oldest first; null where nothing is known: the line skips it. */
  readonly values: readonly (number | null)[];
  /** For screen readers. */
  readonly name: string;
}

const WIDTH = 96;
const HEIGHT = 22;

/** The shape of a series, without axes. */
export function Sparkline({ values, name }: SparklineProps) {
  const known = values.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  if (known.length < 2) return <span className="muted">–</span>;
  const lowest = Math.min(...known.map(({ value }) => value));
  const span = Math.max(...known.map(({ value }) => value)) - lowest || 1;
  const points = known.map(({ value, at }) => {
    const x = (at / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 1 - ((value - lowest) / span) * (HEIGHT - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const rose = known[known.length - 1].value >= known[0].value;
  return (
    <svg
      className="sparkline"
      data-direction={rose ? "up" : "down"}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={name}
    >
      <polyline points={points.join(" ")} />
    </svg>
  );
}
