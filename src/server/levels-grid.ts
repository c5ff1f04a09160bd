import { PLANE_COUNT, planeOf, type StockSnapshot } from "#core/heat-column.ts";
import type { StockLayer } from "#core/layer.ts";
import { LONG, SHORT } from "#core/position-side.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import { TIERS } from "#core/tier.ts";
import type { LevelsGrid } from "#wire/frames.ts";

export interface GridShape {
  readonly rowsPerCell: number;
  /** Kept within +-reach of the mark, as a fraction. */
  readonly reach: number;
}

/** What stands of one layer now. */
export interface ShownBook<L extends StockLayer = StockLayer> {
  readonly layer: L;
  readonly snapshot: StockSnapshot;
}

/** Cells by which a grid's edges move, so that a moving mark does not move them each time. */
const EDGE_CELLS = 64;

/** Sums a book of one layer to cells of `rowsPerCell` price rows, in USD. */
export function gridOfBook<L extends StockLayer>({ layer, snapshot }: ShownBook<L>, { rowsPerCell, reach }: GridShape): LevelsGrid<L> {
  const low = Math.floor(rowOf(snapshot.mark * (1 - reach)) / rowsPerCell / EDGE_CELLS) * EDGE_CELLS;
  const high = Math.ceil((rowOf(snapshot.mark * (1 + reach)) + 1) / rowsPerCell / EDGE_CELLS) * EDGE_CELLS;
  const cellCount = high - low;
  const usd = new Float32Array(PLANE_COUNT * cellCount);
  const { firstRow, rowCount } = snapshot;
  const from = Math.max(0, low * rowsPerCell - firstRow);
  const to = Math.min(rowCount, high * rowsPerCell - firstRow);
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let row = from; row < to; row++) {
      const value = snapshot.usd[plane * rowCount + row];
      if (value > 0) usd[plane * cellCount + Math.floor((firstRow + row) / rowsPerCell) - low] += value;
    }
  }
  const { time, mark, openInterestUsd } = snapshot;
  return { layer, time, mark, openInterestUsd, rowsPerCell, firstCell: low, cellCount, usd };
}

export interface Level {
  readonly price: number;
  readonly longUsd: number;
  readonly shortUsd: number;
  readonly byTier: Record<string, number>;
}

/** The cells of a grid within +-reach of the mark that hold anything, lowest first, with the price of their centre. */
export function levelsOfGrid(grid: LevelsGrid, reach: number): Level[] {
  const levels: Level[] = [];
  for (let cell = 0; cell < grid.cellCount; cell++) {
    const price = priceAt((grid.firstCell + cell + 0.5) * grid.rowsPerCell);
    if (Math.abs(price / grid.mark - 1) > reach) continue;
    const byTier: Record<string, number> = {};
    let longUsd = 0;
    let shortUsd = 0;
    TIERS.forEach((name, tier) => {
      const long = grid.usd[planeOf(LONG, tier) * grid.cellCount + cell];
      const short = grid.usd[planeOf(SHORT, tier) * grid.cellCount + cell];
      byTier[name] = long + short;
      longUsd += long;
      shortUsd += short;
    });
    if (longUsd + shortUsd > 0) levels.push({ price, longUsd, shortUsd, byTier });
  }
  return levels;
}
