import { AppError } from "#core/app-error.ts";
import { type AnyHeatColumn, type HeatColumn, PLANE_COUNT } from "#core/heat-column.ts";
import { STOCK_LAYERS, type StockLayer, stockLayerNumber } from "#core/layer.ts";

/**
 * Binary frames of `/v1/stream`, little endian. Text frames are JSON, see messages.ts.
 *
 * Column frame: u32 "PKC1", u16 channel, u8 level, u8 flags (1: provisional, the bits above it: the layer's number), i32 column, i32 firstCell, u32 cellCount, then PLANE_COUNT x cellCount bytes.
 * Levels frame: u32 "PKL1", u16 channel, u8 full (0|1), u8 the layer's number, f64 time, f64 mark, f64 openInterestUsd, u32 rowsPerCell, i32 firstCell, u32 cellCount,
 * then, when full, PLANE_COUNT x cellCount f32 USD; else u32 count and count x (u32 index into [plane][cell], f32 USD): what changed since the last levels frame of the channel.
 * The numbers of layers are in core/layer.ts, modelled is 0. `channel` is the number that the `subscribed` message gave to the subscription.
 */
const COLUMN_MAGIC = 0x31_43_4b_50;
const LEVELS_MAGIC = 0x31_4c_4b_50;
const PROVISIONAL = 1;
const COLUMN_HEADER = 20;
const LEVELS_HEADER = 44;

export interface ColumnFrame {
  readonly kind: "column";
  readonly channel: number;
  readonly level: number;
  readonly column: AnyHeatColumn;
}

/** The book of one layer now, summed to cells of `rowsPerCell` price rows, in exact USD. */
export interface LevelsGrid<L extends StockLayer = StockLayer> {
  readonly layer: L;
  readonly time: number;
  readonly mark: number;
  readonly openInterestUsd: number;
  readonly rowsPerCell: number;
  readonly firstCell: number;
  readonly cellCount: number;
  /** [plane][cell]. */
  readonly usd: Float32Array;
}

export type LevelsFrame =
  | { readonly kind: "levels"; readonly full: true; readonly channel: number; readonly grid: LevelsGrid }
  | {
      readonly kind: "levels";
      readonly full: false;
      readonly channel: number;
      readonly grid: Omit<LevelsGrid, "usd">;
      readonly changes: readonly (readonly [index: number, usd: number])[];
    };

export function encodeColumnFrame({ channel, level, column }: { channel: number; level: number; column: HeatColumn }): Uint8Array {
  const frame = new Uint8Array(COLUMN_HEADER + column.bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, COLUMN_MAGIC, true);
  view.setUint16(4, channel, true);
  view.setUint8(6, level);
  view.setUint8(7, (column.provisional ? PROVISIONAL : 0) | (stockLayerNumber(column.layer) << 1));
  view.setInt32(8, column.column, true);
  view.setInt32(12, column.firstCell, true);
  view.setUint32(16, column.cellCount, true);
  frame.set(column.bytes, COLUMN_HEADER);
  return frame;
}

/** Encodes `grid`, as changes against `previous` when both have the same cells and fewer than half of them changed. */
export function encodeLevelsFrame(channel: number, grid: LevelsGrid, previous: LevelsGrid | undefined): Uint8Array {
  const changed = previous !== undefined && sameCells(grid, previous) ? changedIndices(grid.usd, previous.usd) : undefined;
  const sparse = changed !== undefined && changed.length * 2 < grid.usd.length ? changed : undefined;
  const frame = new Uint8Array(LEVELS_HEADER + (sparse ? 4 + sparse.length * 8 : grid.usd.length * 4));
  const view = new DataView(frame.buffer);
  view.setUint32(0, LEVELS_MAGIC, true);
  view.setUint16(4, channel, true);
  view.setUint8(6, sparse ? 0 : 1);
  view.setUint8(7, stockLayerNumber(grid.layer));
  view.setFloat64(8, grid.time, true);
  view.setFloat64(16, grid.mark, true);
  view.setFloat64(24, grid.openInterestUsd, true);
  view.setUint32(32, grid.rowsPerCell, true);
  view.setInt32(36, grid.firstCell, true);
  view.setUint32(40, grid.cellCount, true);
  if (sparse) {
    view.setUint32(LEVELS_HEADER, sparse.length, true);
    sparse.forEach((index, i) => {
      view.setUint32(LEVELS_HEADER + 4 + i * 8, index, true);
      view.setFloat32(LEVELS_HEADER + 8 + i * 8, grid.usd[index], true);
    });
  } else {
    for (let i = 0; i < grid.usd.length; i++) view.setFloat32(LEVELS_HEADER + i * 4, grid.usd[i], true);
  }
  return frame;
}

/** Parses any binary frame. Throws `bad-input` for what is not one. */
export function parseFrame(frame: ArrayBuffer): ColumnFrame | LevelsFrame {
  const view = new DataView(frame);
  const magic = frame.byteLength >= COLUMN_HEADER ? view.getUint32(0, true) : 0;
  if (magic === COLUMN_MAGIC) return parseColumn(frame, view);
  if (magic === LEVELS_MAGIC && frame.byteLength >= LEVELS_HEADER) return parseLevels(view);
  throw new AppError("bad-input", `not a stream frame: ${frame.byteLength} bytes`);
}

function parseColumn(frame: ArrayBuffer, view: DataView): ColumnFrame {
  const cellCount = view.getUint32(16, true);
  if (frame.byteLength !== COLUMN_HEADER + PLANE_COUNT * cellCount)
    throw new AppError("bad-input", `column frame of ${frame.byteLength} bytes does not hold ${cellCount} cells`);
  const column = {
    layer: layerOf(view.getUint8(7) >> 1),
    column: view.getInt32(8, true),
    provisional: (view.getUint8(7) & PROVISIONAL) === 1,
    firstCell: view.getInt32(12, true),
    cellCount,
    bytes: new Uint8Array(frame, COLUMN_HEADER),
  };
  return { kind: "column", channel: view.getUint16(4, true), level: view.getUint8(6), column };
}

function parseLevels(view: DataView): LevelsFrame {
  const channel = view.getUint16(4, true);
  const grid = {
    layer: layerOf(view.getUint8(7)),
    time: view.getFloat64(8, true),
    mark: view.getFloat64(16, true),
    openInterestUsd: view.getFloat64(24, true),
    rowsPerCell: view.getUint32(32, true),
    firstCell: view.getInt32(36, true),
    cellCount: view.getUint32(40, true),
  };
  const values = PLANE_COUNT * grid.cellCount;
  if (view.getUint8(6) === 1) {
    if (view.byteLength !== LEVELS_HEADER + values * 4)
      throw new AppError("bad-input", `levels frame of ${view.byteLength} bytes does not hold ${grid.cellCount} cells`);
    const usd = Float32Array.from({ length: values }, (_, i) => view.getFloat32(LEVELS_HEADER + i * 4, true));
    return { kind: "levels", full: true, channel, grid: { ...grid, usd } };
  }
  const count = view.byteLength >= LEVELS_HEADER + 4 ? view.getUint32(LEVELS_HEADER, true) : -1;
  if (view.byteLength !== LEVELS_HEADER + 4 + count * 8) throw new AppError("bad-input", `levels frame of ${view.byteLength} bytes does not hold its changes`);
  const changes = Array.from(
    { length: count },
    (_, i) => [view.getUint32(LEVELS_HEADER + 4 + i * 8, true), view.getFloat32(LEVELS_HEADER + 8 + i * 8, true)] as const,
  );
  return { kind: "levels", full: false, channel, grid, changes };
}

function layerOf(number: number): StockLayer {
  const layer = STOCK_LAYERS[number];
  if (layer === undefined) throw new AppError("bad-input", `a frame of layer ${number}, which this version does not know`);
  return layer;
}

const sameCells = (a: LevelsGrid, b: LevelsGrid) =>
  a.layer === b.layer && a.rowsPerCell === b.rowsPerCell && a.firstCell === b.firstCell && a.cellCount === b.cellCount;

function changedIndices(now: Float32Array, before: Float32Array): number[] {
  const changed: number[] = [];
  for (let i = 0; i < now.length; i++) if (now[i] !== before[i]) changed.push(i);
  return changed;
}
