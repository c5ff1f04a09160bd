/** The two sides of an order book. */
export const BOOK_SIDES = ["bids", "asks"] as const;
export type BookSide = (typeof BOOK_SIDES)[number];

/** What rests on one side of an order book: `usd[i]` in price row `firstRow + i`. */
export interface DepthSide {
  readonly firstRow: number;
  readonly usd: Float64Array;
}

/** USD in a row; undefined outside what is known. */
export function usdAt({ firstRow, usd }: DepthSide, row: number): number | undefined {
  return row < firstRow || row >= firstRow + usd.length ? undefined : usd[row - firstRow];
}

/** The part of a side that lies within rows [fromRow, toRow). */
export function clippedSide({ firstRow, usd }: DepthSide, fromRow: number, toRow: number): DepthSide {
  const from = Math.min(usd.length, Math.max(0, fromRow - firstRow));
  const to = Math.min(usd.length, Math.max(from, toRow - firstRow));
  return { firstRow: firstRow + from, usd: usd.subarray(from, to) };
}

/** A side in other units: cells of `rowsPerCell` rows, each row moved by `shift` rows first. Cell `j` holds rows from `j x rowsPerCell` up. */
export function cellsOfSide({ firstRow, usd }: DepthSide, { rowsPerCell, shift }: { readonly rowsPerCell: number; readonly shift: number }): CellSide {
  if (usd.length === 0) return { firstCell: 0, usd: [] };
  const firstCell = Math.floor((firstRow + shift) / rowsPerCell);
  const lastCell = Math.floor((firstRow + shift + usd.length - 1) / rowsPerCell);
  const cells = Array.from({ length: lastCell - firstCell + 1 }, () => 0);
  for (let i = 0; i < usd.length; i++) cells[Math.floor((firstRow + shift + i) / rowsPerCell) - firstCell] += usd[i];
  return { firstCell, usd: cells };
}

/** As {@link DepthSide}, of cells. */
export interface CellSide {
  readonly firstCell: number;
  readonly usd: readonly number[];
}

/** Sides of several books on the same cells, added up. */
export function summedCells(sides: readonly CellSide[]): CellSide {
  const held = sides.filter(({ usd }) => usd.length > 0);
  if (held.length === 0) return { firstCell: 0, usd: [] };
  const firstCell = Math.min(...held.map((side) => side.firstCell));
  const end = Math.max(...held.map((side) => side.firstCell + side.usd.length));
  const usd = Array.from({ length: end - firstCell }, () => 0);
  for (const side of held) side.usd.forEach((value, at) => (usd[side.firstCell - firstCell + at] += value));
  return { firstCell, usd };
}
