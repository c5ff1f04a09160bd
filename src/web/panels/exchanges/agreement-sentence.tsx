import { formatShare, formatUsd } from "#web/ui/format.ts";
import type { Agreement, Comparison } from "./compare-exchanges.ts";
import { decimal } from "#web/ui/locale.ts";

export interface AgreementSentenceProps {
  readonly comparison: Comparison;
  /** Signed distance under the pointer. */
  readonly at: number | undefined;
}

/** What the pointer reads; without one, where most agree and who stands alone. */
export function AgreementSentence({ comparison: { agreement, profiles }, at }: AgreementSentenceProps) {
  const bin = at === undefined ? undefined : agreement.find((candidate) => isAt(candidate, at));
  if (bin) {
    const { usd, side, holders, alone } = bin;
    return (
      <p className="exchanges-sentence">
        <span className="figure">{rangeOf(bin)}</span>: <strong className={`figure ${side}s`}>{formatUsd(usd)}</strong> of {side}s ·{" "}
        {holders.length === 0 ? "nobody holds more than usual" : `${holders.length} of ${profiles.length} hold more than usual: ${holders.join(", ")}`}
        {alone && (
          <span className="exchanges-alone">
            {" "}
            · {alone.label} has {formatShare(alone.share)} of it
          </span>
        )}
      </p>
    );
  }
  const strongest = agreement.filter(({ consensus }) => consensus > 0.5).toSorted((a, b) => b.usd - a.usd)[0];
  const lonely = agreement.filter(({ alone }) => alone).toSorted((a, b) => b.usd - a.usd)[0];
  return (
    <p className="exchanges-sentence muted">
      {strongest ? (
        <>
          Most agree on <span className="figure">{rangeOf(strongest)}</span> ({formatUsd(strongest.usd)} of {strongest.side}s).
        </>
      ) : (
        "No distance is held by most of them."
      )}{" "}
      {lonely?.alone && (
        <>
          {lonely.alone.label} stands alone at <span className="figure">{rangeOf(lonely)}</span>.
        </>
      )}
    </p>
  );
}

const isAt = ({ side, from, to }: Agreement, distance: number): boolean =>
  side === "long" ? distance < -from && distance >= -to : distance >= from && distance < to;

function rangeOf({ side, from, to }: Agreement): string {
  const sign = side === "long" ? "−" : "+";
  return `${sign}${decimal(from * 100, 2)} to ${sign}${decimal(to * 100, 2)} %`;
}
