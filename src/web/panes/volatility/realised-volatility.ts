import { DAY_MS } from "#core/units.ts";
import type { SideBar } from "#web/panes/pane.ts";

/** Bars that a value looks back over. */
export const VOLATILITY_BARS = 24;
/** Returns, of {@link VOLATILITY_BARS}, that have to be known. */
const LEAST_RETURNS = 12;
const YEAR_MS = 365 * DAY_MS;

/**
 * How much price moved a year at the pace of the last bars, a fraction: root of the mean squared log return of a bar, times the root of the bars in a year.
 * No mean is taken off: over so few bars it is noise. Null where too few returns are known.
 */
export function realisedVolatility(bars: readonly Pick<SideBar, "openTime" | "price">[]): readonly (number | null)[] {
  const squares: (number | undefined)[] = [];
  return bars.map(({ price, openTime }, at) => {
    const before = bars[at - 1];
    const isKnown = before !== undefined && price !== null && before.price !== null;
    squares.push(isKnown ? (Math.log(price / before.price) ** 2 * YEAR_MS) / (openTime - before.openTime) : undefined);
    if (squares.length > VOLATILITY_BARS) squares.shift();
    const known = squares.filter((square) => square !== undefined);
    return known.length < LEAST_RETURNS ? null : Math.sqrt(known.reduce((sum, square) => sum + square, 0) / known.length);
  });
}
