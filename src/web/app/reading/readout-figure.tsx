export interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
  /** A CSS colour. */
  readonly swatch?: string;
  /** Says what it is by itself: a phone leaves the name out. */
  readonly plain?: boolean;
}

/** One figure of the read-out with its name. */
export function Figure({ name, value, strong = false, plain = false, swatch }: FigureProps) {
  return (
    <span className="readout-figure" data-strong={strong} data-plain={plain}>
      {swatch && <span className="bubble-dot" style={{ background: swatch }} />}
      <span className="muted">{name}</span>
      <span className="figure">{value}</span>
    </span>
  );
}
