import { rowCoordinate } from "#core/price-rows.ts";
import type { LevelProfile } from "#web/chart/level-profile.ts";
import type { Place } from "#web/chart/guide-layer.ts";
import { formatChange, formatCount, formatDuration, formatUsd } from "#web/ui/format.ts";

/** USD that stand between two prices, per side. */
export interface SweptUsd {
  readonly longUsd: number;
  readonly shortUsd: number;
}

/** What a book holds between two prices; a cell that is cut counts with the part of its rows that lies between. */
export function sweptBetween({ firstCell, rowsPerCell, longUsd, shortUsd }: LevelProfile, from: number, to: number): SweptUsd {
  const [low, high] = [Math.min(from, to), Math.max(from, to)].map((price) => rowCoordinate(price) / rowsPerCell - firstCell);
  const swept = { longUsd: 0, shortUsd: 0 };
  for (let cell = Math.max(0, Math.floor(low)); cell < Math.min(longUsd.length, high); cell++) {
    const share = Math.min(cell + 1, high) - Math.max(cell, low);
    swept.longUsd += share * longUsd[cell];
    swept.shortUsd += share * shortUsd[cell];
  }
  return swept;
}

interface Stretch {
  readonly from: Place;
  readonly to: Place;
  /** Undefined: no book is there. */
  readonly swept: SweptUsd | undefined;
  readonly layer: "modelled" | "measured";
}

/** The figures of a measured stretch, a line each. */
export function stretchWords({ from, to, swept, layer }: Stretch): readonly string[] {
  const change = to.price / from.price - 1;
  const bps = Math.round(change * 10_000);
  const lines = [`${formatChange(change)} · ${bps < 0 ? "−" : ""}${formatCount(Math.abs(bps))} bps · ${formatDuration(to.timeMs - from.timeMs)}`];
  if (!swept) return lines;
  const { longUsd, shortUsd } = swept;
  const sides = [longUsd > 0 && `${formatUsd(longUsd)} longs`, shortUsd > 0 && `${formatUsd(shortUsd)} shorts`].filter(Boolean).join(", ");
  return [...lines, `${layer === "measured" ? "measured" : "est."} between, book now: ${sides || formatUsd(0)}`];
}
