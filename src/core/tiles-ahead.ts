import { HEAT_LEVELS, cellOfRow, columnIndexOf } from "./heat-levels.ts";
import { type TilePlace, tileXOfColumn, tileYOfCell } from "./heat-tile.ts";
import { rowOf } from "./price-rows.ts";
import { DAY_MS } from "./units.ts";

/** Least distance from the last price that is kept in sight over a day; grows with the square root of time, as prices do. */
const REACH_OF_A_DAY = 0.042;
const LEAST_REACH = 0.012;
export const MOST_REACH = 0.5;

/** How far from the last price a window of this length shows, a fraction of it, however little price has moved. */
export const leastReach = (spanMs: number): number => Math.min(MOST_REACH, Math.max(LEAST_REACH, REACH_OF_A_DAY * Math.sqrt(spanMs / DAY_MS)));

/** The tiles that a map will need as far as that can be told before its candles are there: around the newest price, newest columns first. */
export function tilesAhead(level: number, mark: number, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): Pick<TilePlace, "x" | "y">[] {
  const detail = HEAT_LEVELS[level];
  const reach = leastReach(toMs - fromMs);
  const xOf = (time: number) => tileXOfColumn(columnIndexOf(detail, time));
  const yOf = (price: number) => tileYOfCell(cellOfRow(detail, rowOf(price)));
  const tiles: Pick<TilePlace, "x" | "y">[] = [];
  for (let x = xOf(toMs); x >= xOf(fromMs); x--) for (let y = yOf(mark * (1 - reach)); y <= yOf(mark * (1 + reach)); y++) tiles.push({ x, y });
  return tiles;
}
