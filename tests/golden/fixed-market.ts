import { PLANE_COUNT, planeOf } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import { densityOf, encodeDensity } from "#core/heat-scale.ts";
import { type HeatTile, createTile, putColumn, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { rowOf } from "#core/price-rows.ts";
import type { RealisedCell } from "#core/realised.ts";
import { type TileAt, keyOf } from "#web/data/heat-worker-messages.ts";
import type { Bar } from "#web/chart/bars.ts";
import type { LevelsGrid } from "#wire/frames.ts";

export const LEVEL = 1;
const detail = HEAT_LEVELS[LEVEL];
/** Columns and cells lie on both sides of the edges of four tiles. */
export const FIRST_COLUMN = 8 * 256 - 70;
export const COLUMNS = 120;
const START_PRICE = 49_400;
export const CELLS = { first: 10_752 - 110, count: 260 };

/** A market that is the same on every machine: prices of a fixed seed, and a book that they open and sweep. Columns in `absent` were never made. */
export interface FixedMarket {
  readonly bars: readonly Bar[];
  readonly tiles: ReadonlyMap<string, HeatTile>;
  /** The book after the last column. */
  readonly grid: LevelsGrid;
  readonly realised: readonly RealisedCell[];
}

/** How far from entry the tiers of a side stand, lowest leverage first, and the USD that a column opens in each. */
const REACHES = [0.16, 0.08, 0.036, 0.018, 0.009];
const OPENED_USD = [2e5, 4e5, 6e5, 5e5, 3e5];

export function fixedMarket(absent: readonly number[] = []): FixedMarket {
  const random = seeded(7);
  const bars: Bar[] = [];
  const realised: RealisedCell[] = [];
  const tiles = new Map<string, HeatTile>();
  const usd = new Float32Array(PLANE_COUNT * CELLS.count);
  let price = START_PRICE;
  for (let column = FIRST_COLUMN; column < FIRST_COLUMN + COLUMNS; column++) {
    const bar = nextBar(price, column, random);
    const swept = sweepBook(usd, bar);
    if (swept.longUsd + swept.shortUsd > 6e6) realised.push({ column, cell: cellOf(swept.longUsd > swept.shortUsd ? bar.low : bar.high), ...swept, prints: 9 });
    openAround(usd, bar.close, random);
    bars.push(bar);
    price = bar.close;
    if (!absent.includes(column)) putAll(tiles, usd, { column, provisional: column === FIRST_COLUMN + COLUMNS - 1 });
  }
  return { bars, tiles, realised, grid: gridOf(usd, price) };
}

/** A price that never moves and a book of lone rows, every seventh, none of them near it. */
export function combMarket(): FixedMarket {
  const { grid, ...rest } = fixedMarket();
  const bars = rest.bars.map(({ openTime }) => ({ openTime, open: grid.mark, high: grid.mark, low: grid.mark, close: grid.mark }));
  const tiles = new Map<string, HeatTile>();
  const usd = new Float32Array(PLANE_COUNT * CELLS.count);
  const markCell = cellOf(grid.mark) - CELLS.first;
  for (let cell = 0; cell < CELLS.count; cell += 7)
    if (Math.abs(cell - markCell) > 16) usd[planeOf(cell <= markCell ? LONG : SHORT, 2) * CELLS.count + cell] = 3e6;
  for (const { openTime } of bars) putAll(tiles, usd, { column: columnIndexOf(detail, openTime), provisional: false });
  return { bars, tiles, grid: { ...grid, usd }, realised: [] };
}

const cellOf = (price: number): number => cellOfRow(detail, rowOf(price));

function nextBar(open: number, column: number, random: () => number): Bar {
  const drift = 0.0016 * Math.sin((column - FIRST_COLUMN) / 9) + 0.004 * (random() - 0.5) * (column % 40 === 0 ? 4 : 1);
  const close = open * (1 + drift);
  const wick = () => 1 + 0.0012 * random();
  return { openTime: columnStart(detail, column), open, close, high: Math.max(open, close) * wick(), low: Math.min(open, close) / wick() };
}

/** Clears what lies in a bar's range of price; half of it prints. */
function sweepBook(usd: Float32Array, { low, high }: Bar): { longUsd: number; shortUsd: number } {
  const swept = { longUsd: 0, shortUsd: 0 };
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = cellOf(low); cell <= cellOf(high); cell++) {
      const at = plane * CELLS.count + cell - CELLS.first;
      swept[plane < PLANE_COUNT / 2 ? "longUsd" : "shortUsd"] += usd[at] / 2;
      usd[at] = 0;
    }
  }
  return swept;
}

function openAround(usd: Float32Array, price: number, random: () => number): void {
  for (const side of [LONG, SHORT] as const) {
    REACHES.forEach((reach, tier) => {
      const centre = cellOf(side === LONG ? price * (1 - reach) : price * (1 + reach)) - CELLS.first;
      for (let cell = centre - 3; cell <= centre + 3; cell++) {
        if (cell >= 0 && cell < CELLS.count) usd[planeOf(side, tier) * CELLS.count + cell] += OPENED_USD[tier] * random();
      }
    });
  }
}

function putAll(tiles: Map<string, HeatTile>, usd: Float32Array, { column, provisional }: { column: number; provisional: boolean }): void {
  const bytes = Uint8Array.from(usd, (value) => encodeDensity(densityOf(value, detail.rowsPerCell)));
  const x = tileXOfColumn(column);
  for (let y = tileYOfCell(CELLS.first); y <= tileYOfCell(CELLS.first + CELLS.count - 1); y++) {
    const at: TileAt = { x, y };
    const tile = tiles.get(keyOf(at)) ?? createTile({ layer: "modelled", level: LEVEL, ...at });
    tiles.set(keyOf(at), tile);
    putColumn(tile, { layer: "modelled", column, provisional, firstCell: CELLS.first, cellCount: CELLS.count, bytes });
  }
}

const gridOf = (usd: Float32Array, mark: number): LevelsGrid => ({
  layer: "modelled",
  time: 0,
  mark,
  openInterestUsd: 1e9,
  rowsPerCell: detail.rowsPerCell,
  firstCell: CELLS.first,
  cellCount: CELLS.count,
  usd,
});

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
