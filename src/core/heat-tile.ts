import { AppError } from "./app-error.ts";
import { PLANE_COUNT, type HeatColumn } from "./heat-column.ts";
import { STOCK_LAYERS, type StockLayer, stockLayerNumber } from "./layer.ts";

/**
 * A tile is 256 columns x 256 cells of one level, all planes. Tile (x, y) holds columns [256x, 256(x+1)) and cells [256y, 256(y+1)).
 * Payload, before gzip: "PKT1" (4 bytes), level (u8), layer (u8, see STOCK_LAYERS), 2 zero bytes, x (i32 LE), y (i32 LE),
 * state of each column (256 bytes, see COLUMN_STATE), then one byte per [plane][cell][column]: price-major, because a level
 * that stands for hours is then one run of equal bytes.
 */
export const TILE_COLUMNS = 256;
export const TILE_CELLS = 256;
const MAGIC = 0x31_54_4b_50;
const HEADER_BYTES = 16;
const PLANE_BYTES = TILE_COLUMNS * TILE_CELLS;
export const TILE_BYTES = HEADER_BYTES + TILE_COLUMNS + PLANE_COUNT * PLANE_BYTES;

export const COLUMN_STATE = { absent: 0, provisional: 1, final: 2 } as const;

/** The columns of one layer at one level of detail. */
export interface HeatSeries<L extends StockLayer = StockLayer> {
  readonly layer: L;
  readonly level: number;
}

/** Where a tile lies. */
export interface TilePlace<L extends StockLayer = StockLayer> extends HeatSeries<L> {
  readonly x: number;
  readonly y: number;
}

export interface HeatTile<L extends StockLayer = StockLayer> extends TilePlace<L> {
  /** One of COLUMN_STATE per column. */
  readonly states: Uint8Array;
  /** [plane][cell][column]. */
  readonly bytes: Uint8Array;
}

export const tileXOfColumn = (column: number): number => Math.floor(column / TILE_COLUMNS);
export const tileYOfCell = (cell: number): number => Math.floor(cell / TILE_CELLS);

/** An empty tile: every column absent. The views share one payload buffer, which {@link tilePayload} returns without a copy. */
export function createTile<L extends StockLayer>(at: TilePlace<L>): HeatTile<L> {
  const payload = new Uint8Array(TILE_BYTES);
  const header = new DataView(payload.buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint8(4, at.level);
  header.setUint8(5, stockLayerNumber(at.layer));
  header.setInt32(8, at.x, true);
  header.setInt32(12, at.y, true);
  return viewsOf(payload, at.layer);
}

/** Writes a column into a tile of its own layer; the part of it outside the tile is ignored. */
export function putColumn<L extends StockLayer>(tile: HeatTile<L>, { column, provisional, firstCell, cellCount, bytes }: HeatColumn<NoInfer<L>>): void {
  const x = column - tile.x * TILE_COLUMNS;
  if (x < 0 || x >= TILE_COLUMNS) return;
  tile.states[x] = provisional ? COLUMN_STATE.provisional : COLUMN_STATE.final;
  const offset = firstCell - tile.y * TILE_CELLS;
  for (let plane = 0; plane < PLANE_COUNT; plane++) {
    for (let cell = 0; cell < TILE_CELLS; cell++) {
      const from = cell - offset;
      const value = from >= 0 && from < cellCount ? bytes[plane * cellCount + from] : 0;
      tile.bytes[(plane * TILE_CELLS + cell) * TILE_COLUMNS + x] = value;
    }
  }
}

/** The tile's payload, ready to be compressed. */
export function tilePayload(tile: HeatTile): Uint8Array {
  return new Uint8Array(tile.bytes.buffer, tile.bytes.byteOffset - HEADER_BYTES - TILE_COLUMNS, TILE_BYTES);
}

/** Reads a payload back as a tile of `layer`. Throws `bad-input` when it is not a tile of this version, or one of another layer. */
export function parseTile<L extends StockLayer>(payload: Uint8Array, layer: L): HeatTile<L> {
  const header = new DataView(payload.buffer, payload.byteOffset);
  if (payload.byteLength !== TILE_BYTES || header.getUint32(0, true) !== MAGIC) throw new AppError("bad-input", `not a heat tile: ${payload.byteLength} bytes`);
  const found = STOCK_LAYERS[header.getUint8(5)];
  if (found !== layer) throw new AppError("bad-input", `a heat tile of the ${found ?? "unknown"} layer, not the ${layer} one`);
  return viewsOf(payload, layer);
}

/** One flag per [plane][cell] of a tile: whether any column has something there. Most are empty: longs stand below the mark, shorts above. */
export function occupiedRows(tile: HeatTile): Uint8Array {
  const occupied = new Uint8Array(PLANE_COUNT * TILE_CELLS);
  const words = new Uint32Array(tile.bytes.buffer, tile.bytes.byteOffset, tile.bytes.length / 4);
  const wordsPerRow = TILE_COLUMNS / 4;
  for (let row = 0; row < occupied.length; row++) {
    const end = (row + 1) * wordsPerRow;
    let any = 0;
    for (let word = row * wordsPerRow; word < end && any === 0; word++) any = words[word];
    occupied[row] = any === 0 ? 0 : 1;
  }
  return occupied;
}

function viewsOf<L extends StockLayer>(payload: Uint8Array, layer: L): HeatTile<L> {
  const header = new DataView(payload.buffer, payload.byteOffset);
  return {
    layer,
    level: header.getUint8(4),
    x: header.getInt32(8, true),
    y: header.getInt32(12, true),
    states: payload.subarray(HEADER_BYTES, HEADER_BYTES + TILE_COLUMNS),
    bytes: payload.subarray(HEADER_BYTES + TILE_COLUMNS, TILE_BYTES),
  };
}
