import { HEAT_LEVELS, columnEnd, columnIndexOf, columnStart } from "#core/heat-levels.ts";
import type { COLUMN_STATE } from "#core/heat-tile.ts";
import { rowLow } from "#core/price-rows.ts";
import type { Bar } from "#web/chart/bars.ts";
import { type AmountUnit, amountIn, unitColumn } from "#web/ui/amount.ts";
import type { ShownCells } from "#web/data/heat-worker-messages.ts";
import type { Capture } from "./capture.ts";

export interface ShownFigures extends Pick<Capture, "level" | "layer" | "bars"> {
  /** What amounts are written in; the columns are named for it. */
  readonly unit: AmountUnit;
  readonly cells: ShownCells;
  /** Smallest step of the market's price. */
  readonly tickSize: number;
}

/** What is written about a column's state. */
const STATE_WORDS = ["none", "forming", "closed"] as const satisfies Record<(typeof COLUMN_STATE)[keyof typeof COLUMN_STATE], string>;

/**
 * The figures on screen as comma-separated lines: one a cell, each with its column's candle; a column that holds nothing is one line without a cell.
 * Times are ISO 8601 in UTC: a column shows the book at its end. A cell reaches from `price_low` up to `price_high`.
 */
export function* csvLines({ level, layer, unit, bars, cells, tickSize }: ShownFigures): Generator<string> {
  const detail = HEAT_LEVELS[level];
  const word = layer === "measured" ? "measured" : "estimated";
  yield `column_start,column_end,state,open,high,low,close,price_low,price_high,${word}_long_${unitColumn(unit)},${word}_short_${unitColumn(unit)}`;
  const digits = digitsBelow(tickSize);
  const amountOf = (usd: number, cell: number) => written(unit, amountIn(unit, usd, rowLow((cell + 0.5) * detail.rowsPerCell)));
  const priceOf = (cell: number) => rowLow(cell * detail.rowsPerCell).toFixed(digits);
  let next = 0;
  for (const bar of bars) {
    const column = columnIndexOf(detail, bar.openTime);
    const times = [columnStart(detail, column), columnEnd(detail, column)].map((time) => new Date(time).toISOString());
    const head = [...times, STATE_WORDS[cells.states[column - cells.firstColumn] as 0 | 1 | 2] ?? STATE_WORDS[0], ...candleOf(bar)].join();
    while (next < cells.columns.length && cells.columns[next] < column) next++;
    if (cells.columns[next] !== column) yield `${head},,,,`;
    for (; cells.columns[next] === column; next++) {
      const cell = cells.cells[next];
      yield `${head},${priceOf(cell)},${priceOf(cell + 1)},${amountOf(cells.longUsd[next], cell)},${amountOf(cells.shortUsd[next], cell)}`;
    }
  }
}

/** Money in whole ones, the rest to six figures. */
const written = ({ kind }: AmountUnit, amount: number): number => (kind === "usd" || kind === "fiat" ? Math.round(amount) : Number(amount.toPrecision(6)));

const candleOf = ({ open, high, low, close }: Bar): readonly number[] => [open, high, low, close];

/** Decimals that tell neighbouring cells apart: one more than a tick has. */
const digitsBelow = (tickSize: number): number => Math.max(0, Math.min(10, Math.ceil(-Math.log10(tickSize) - 1e-9) + 1));
