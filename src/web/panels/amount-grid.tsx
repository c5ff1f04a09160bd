import { amountIn, amountUnit } from "#web/ui/amount.ts";
import { formatUsd } from "#web/ui/format.ts";
import { roundAmounts } from "./round-amounts.ts";

export interface AmountGridProps {
  /** At the top of the plot. */
  readonly topUsd: number;
  /** Share of the plot's height at which that is. */
  readonly height?: number;
}

/** Lines across a plot at amounts that are round in the unit on screen. */
export function AmountGrid({ topUsd, height = 1 }: AmountGridProps) {
  const perUsd = amountIn(amountUnit(), 1);
  return (
    <div className="amount-grid" aria-hidden="true">
      {roundAmounts(topUsd * perUsd).map((amount) => (
        <span key={amount} style={{ bottom: `${(amount / perUsd / topUsd) * height * 100}%` }}>
          <span className="figure muted">{formatUsd(amount / perUsd)}</span>
        </span>
      ))}
    </div>
  );
}
