import { REACH_HORIZONS_MS, type Reach } from "#insight/reach.ts";
import { formatSpan } from "#web/ui/format.ts";
import { decimal } from "#web/ui/locale.ts";
import type { ClusterRow } from "./cluster-rows.ts";

/** A rate in whole per cent, never rounded to none or all: `<1`, `12`, `>99`. */
export function formatRateOf(rate: number): string {
  const percent = rate * 100;
  if (percent > 0 && percent < 0.5) return "<1";
  if (percent < 100 && percent >= 99.5) return ">99";
  return decimal(Math.round(percent), 0);
}

/** A rate in per cent for every horizon, the shortest first; a dash where too little is known. */
export const reachFigures = (reach: readonly Reach[]): readonly { readonly horizonMs: number; readonly rate: string }[] =>
  REACH_HORIZONS_MS.map((horizonMs) => {
    const known = reach.find((one) => one.horizonMs === horizonMs);
    return { horizonMs, rate: known ? formatRateOf(known.rate) : "–" };
  });

/** What the figures say, and what they do not. */
export function reachWords({ reach, daysOfVolatility }: Pick<ClusterRow, "reach" | "daysOfVolatility">): string {
  const rates = (reach ?? []).map(({ horizonMs, rate, stretches }) => `${formatSpan(horizonMs)} ${formatRateOf(rate)} % (of ${stretches} stretches)`);
  const far = daysOfVolatility === undefined ? "" : `${decimal(daysOfVolatility, 1)} times what price moves in a day now. `;
  return `${far}Price went as far, up or down, within ${rates.join(", ")}. A count of distances in the past: no promise that price goes there.`;
}
