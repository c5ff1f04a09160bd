import type { OverviewRow } from "#wire/overview.ts";
import { formatMoney } from "#web/ui/format.ts";
import { leanOf } from "./lean.ts";

/** Longs below against shorts above as one bar; the figures for who asks. */
export function Imbalance({ row }: { readonly row: OverviewRow }) {
  const lean = leanOf(row);
  if (lean === undefined) return <span className="muted">–</span>;
  const longShare = (1 + lean) / 2;
  const words = `${formatMoney(row.longUsd ?? 0)} of longs below, ${formatMoney(row.shortUsd ?? 0)} of shorts above`;
  return (
    <span className="imbalance" title={words}>
      <span className="figure longs">{Math.round(longShare * 100)}</span>
      <span className="imbalance-bar" role="img" aria-label={words}>
        <span style={{ width: `${longShare * 100}%` }} />
      </span>
      <span className="figure shorts">{Math.round((1 - longShare) * 100)}</span>
    </span>
  );
}
