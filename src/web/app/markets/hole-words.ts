import type { MarketMessage } from "#wire/messages.ts";
import type { Hole } from "#web/chart/column-notes.ts";
import { formatAge, formatStretch } from "#web/ui/format.ts";

/** What a market's record lacks, as the map notes it. */
export const holesOf = ({ holes, openInterestHoles }: Pick<MarketMessage, "holes" | "openInterestHoles">): readonly Hole[] => [
  ...holes.map(noted("everything")),
  ...openInterestHoles.map(noted("open-interest")),
];

/** What the crosshair says of a stretch without open interest. */
export function unsampledWords({ from, to, missingMs }: MarketMessage["openInterestHoles"][number]): string {
  const told = `no open interest was told ${formatStretch(from, to)}`;
  if (missingMs >= to - from) return told;
  return `${told}: ${missingMs === 0 ? "the exchange's own samples stand in" : `the exchange's own samples stand in for all but ${formatAge(missingMs)}`}`;
}

const noted =
  (of: Hole["of"]) =>
  ({ from, to }: { readonly from: number; readonly to: number }): Hole => ({ fromMs: from, toMs: to, words: `no data ${formatStretch(from, to)}`, of });
