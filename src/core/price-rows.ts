import { type Row, asRow } from "./units.ts";

/** Relative height of a price row: 2 basis points. Rows are the same for every instrument, see docs/estimation.md section 1. */
export const ROW_WIDTH = 0.0002;
const LOG_STEP = Math.log1p(ROW_WIDTH);

/** Row that holds `price` (> 0): `floor(ln p / ln(1 + w))`. */
export function rowOf(price: number): Row {
  return asRow(Math.floor(Math.log(price) / LOG_STEP));
}

/** Position of `price` on the row axis, with its fraction inside the row. */
export function rowCoordinate(price: number): number {
  return Math.log(price) / LOG_STEP;
}

/** Price at a position on the row axis; the inverse of {@link rowCoordinate}. */
export function priceAt(coordinate: number): number {
  return Math.exp(coordinate * LOG_STEP);
}

/** Lower edge of a row; `rowLow(row + 1)` is its upper edge. */
export const rowLow = (row: number): number => priceAt(row);

/** Centre of a row (geometric). */
export const rowCentre = (row: number): number => priceAt(row + 0.5);

/** How many rows lie between a price and `ratio` times that price. Constant for every price. */
export const rowsOfRatio = (ratio: number): number => Math.log(ratio) / LOG_STEP;
