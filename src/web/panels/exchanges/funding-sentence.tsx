import { formatRate } from "#web/ui/format.ts";
import type { MemberFunding } from "./funding-skew.ts";

/** Funding of each exchange, and how far the dearest and the cheapest are apart. Nothing where fewer than two say theirs. */
export function FundingSentence({ funding }: { readonly funding: readonly MemberFunding[] }) {
  const [dearest, cheapest] = [funding[0], funding.at(-1)];
  if (!dearest || !cheapest || funding.length < 2) return null;
  return (
    <p className="exchanges-sentence muted">
      Funding for 8 hours:{" "}
      {funding.map(({ label, rate }, index) => (
        <span key={label}>
          {index > 0 && ", "}
          {label} <span className="figure">{formatRate(rate)}</span>
        </span>
      ))}
      .{" "}
      {formatRate(dearest.rate) === formatRate(cheapest.rate) ? (
        "The same everywhere."
      ) : (
        <>
          Longs pay <span className="figure">{formatRate(dearest.rate - cheapest.rate)}</span> more on {dearest.label} than on {cheapest.label}.
        </>
      )}
    </p>
  );
}
