import { PLANE_COUNT } from "#core/heat-column.ts";
import { HEAT_LEVELS, cellOfRow, columnEnd, columnStart, type WINDOWS } from "#core/heat-levels.ts";
import { DENSITY_OF_BYTE, usdOfDensity } from "#core/heat-scale.ts";
import { TILE_CELLS, TILE_COLUMNS, parseTile, tileXOfColumn, tileYOfCell, type HeatTile } from "#core/heat-tile.ts";
import { notionalUsd } from "#core/instrument.ts";
import { priceAt, rowOf } from "#core/price-rows.ts";
import type { Hub } from "#pipeline/hub.ts";
import type { MarketView } from "#pipeline/market-view.ts";
import { gunzipTile } from "#storage/tile-gzip.ts";

/** Rows reach this far beyond the prices of the window, as a fraction. */
const MARGIN = 0.1;

/** CoinGlass's heatmap payload: sparse triples of indices into the candles (x) and the price rows (y), value in USD, both sides together. */
export interface CoinglassHeatmap {
  readonly y_axis: readonly number[];
  readonly liquidation_leverage_data: readonly (readonly [x: number, y: number, usd: number])[];
  /** Seconds, then text: open, high, low, close, volume in USD. */
  readonly price_candlesticks: readonly (readonly [number, string, string, string, string, string])[];
  /** Epoch ms. */
  readonly update_time: number;
}

/** Puts the stored modelled map of a window into CoinGlass's shape. Nothing is smoothed or scaled: a value is what the model holds in the cell. */
export async function coinglassHeatmap(hub: Hub, market: MarketView, window: (typeof WINDOWS)[number]): Promise<CoinglassHeatmap> {
  const level = Math.max(window.level, market.finestLevel);
  const shape = HEAT_LEVELS[level];
  const lastColumn = Math.floor((market.lastTime ?? hub.now()) / shape.columnMs) - 1;
  const columns = { first: lastColumn - Math.ceil(window.spanMs / shape.columnMs) + 1, last: lastColumn };
  const candles = await hub.candles(market.id, shape.columnMs, { from: columnStart(shape, columns.first), to: columnEnd(shape, columns.last) });
  const low = Math.min(...candles.map((candle) => candle.low));
  const high = Math.max(...candles.map((candle) => candle.high));
  const cells = { first: cellOfRow(shape, rowOf(low * (1 - MARGIN))), last: cellOfRow(shape, rowOf(high * (1 + MARGIN))) };
  const y_axis =
    candles.length === 0 ? [] : Array.from({ length: cells.last - cells.first + 1 }, (_, i) => round(priceAt((cells.first + i + 0.5) * shape.rowsPerCell), 8));
  const xOfColumn = new Map(candles.map(({ openTime }, x) => [Math.floor(openTime / shape.columnMs), x]));
  const triples: [number, number, number][] = [];
  if (candles.length > 0)
    for await (const tile of tilesOf(hub, market, { level, columns, cells })) collect(tile, { cells, xOfColumn, rowsPerCell: shape.rowsPerCell, triples });
  return {
    y_axis,
    liquidation_leverage_data: triples.sort((a, b) => a[0] - b[0] || a[1] - b[1]),
    price_candlesticks: candles.map(({ openTime, open, high, low, close, volume }) => [
      openTime / 1_000,
      String(open),
      String(high),
      String(low),
      String(close),
      String(round(notionalUsd(market.contract, volume ?? 0, close), 2)),
    ]),
    update_time: market.lastTime ?? hub.now(),
  };
}

interface Span {
  readonly first: number;
  readonly last: number;
}

async function* tilesOf(
  hub: Hub,
  market: MarketView,
  { level, columns, cells }: { level: number; columns: Span; cells: Span },
): AsyncIterable<HeatTile<"modelled">> {
  for (let x = tileXOfColumn(columns.first); x <= tileXOfColumn(columns.last); x++) {
    for (let y = tileYOfCell(cells.first); y <= tileYOfCell(cells.last); y++) {
      const stored = await hub.tile(market.id, { layer: "modelled", level, x, y });
      if (stored) yield parseTile(await gunzipTile(stored.gzip), "modelled");
    }
  }
}

interface Collection {
  readonly cells: Span;
  readonly xOfColumn: ReadonlyMap<number, number>;
  readonly rowsPerCell: number;
  readonly triples: [number, number, number][];
}

function collect(tile: HeatTile<"modelled">, { cells, xOfColumn, rowsPerCell, triples }: Collection): void {
  const planeBytes = TILE_CELLS * TILE_COLUMNS;
  for (let column = 0; column < TILE_COLUMNS; column++) {
    const x = xOfColumn.get(tile.x * TILE_COLUMNS + column);
    if (x === undefined || tile.states[column] === 0) continue;
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const y = tile.y * TILE_CELLS + cell - cells.first;
      if (y < 0 || y > cells.last - cells.first) continue;
      let density = 0;
      for (let plane = 0; plane < PLANE_COUNT; plane++) density += DENSITY_OF_BYTE[tile.bytes[plane * planeBytes + cell * TILE_COLUMNS + column]];
      if (density > 0) triples.push([x, y, round(usdOfDensity(density, rowsPerCell), 2)]);
    }
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
