import { TILE_CELLS, TILE_COLUMNS, tileXOfColumn, tileYOfCell } from "#core/heat-tile.ts";
import type { TileAt } from "#web/data/heat-worker-messages.ts";

/** The part of the map on screen, in columns and cells of one level; both ends included. */
export interface Sight {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstCell: number;
  readonly lastCell: number;
}

/** Tiles that a sight touches, newest columns first: that is where people look, and what is asked for first. */
export function tilesInSight({ firstColumn, lastColumn, firstCell, lastCell }: Sight): TileAt[] {
  const tiles: TileAt[] = [];
  for (let x = tileXOfColumn(lastColumn); x >= tileXOfColumn(firstColumn); x--) {
    for (let y = tileYOfCell(firstCell); y <= tileYOfCell(lastCell); y++) tiles.push({ x, y });
  }
  return tiles;
}

export const sameTiles = (a: readonly TileAt[], b: readonly TileAt[]): boolean =>
  a.length === b.length && a.every((tile, index) => tile.x === b[index].x && tile.y === b[index].y);

/** Where things are on screen, in CSS pixels of the chart's pane. Undefined while the chart is empty. */
export interface Projection {
  /** Left edge of a column; column `c` is drawn over [x(c), x(c + 1)). */
  xOfColumn(column: number): number | undefined;
  /** Lower edge of a price row, see core/price-rows.ts. */
  yOfRow(row: number): number | undefined;
}

export interface DeviceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Device pixels that a tile fills. Edges are rounded, so that neighbours meet without a seam and bars of the level strip land on the same pixels. */
export function tileBox(
  tile: TileAt,
  { projection, rowsPerCell, ratio }: { projection: Projection; rowsPerCell: number; ratio: { x: number; y: number } },
): DeviceBox | undefined {
  const left = projection.xOfColumn(tile.x * TILE_COLUMNS);
  const right = projection.xOfColumn((tile.x + 1) * TILE_COLUMNS);
  const bottom = projection.yOfRow(tile.y * TILE_CELLS * rowsPerCell);
  const top = projection.yOfRow((tile.y + 1) * TILE_CELLS * rowsPerCell);
  if (left === undefined || right === undefined || bottom === undefined || top === undefined) return undefined;
  const x = Math.round(left * ratio.x);
  const y = Math.round(top * ratio.y);
  return { x, y, width: Math.round(right * ratio.x) - x, height: Math.round(bottom * ratio.y) - y };
}

/** Device pixels of neighbouring columns over the whole height of the pane. */
export function columnsBox(
  { first, last }: { readonly first: number; readonly last: number },
  { projection, ratio, height }: { projection: Projection; ratio: number; height: number },
): DeviceBox | undefined {
  const left = projection.xOfColumn(first);
  const right = projection.xOfColumn(last + 1);
  if (left === undefined || right === undefined) return undefined;
  const x = Math.round(left * ratio);
  return { x, y: 0, width: Math.round(right * ratio) - x, height };
}

/** Lower edge of a cell in device pixels, between tile edges just where the blit of a tile bitmap has it. */
export function cellEdges({
  rowsPerCell,
  projection,
  ratio,
}: {
  readonly rowsPerCell: number;
  readonly projection: Projection;
  readonly ratio: number;
}): (cell: number) => number {
  return edgesWithin(TILE_CELLS, (y) => Math.round((projection.yOfRow(y * TILE_CELLS * rowsPerCell) ?? 0) * ratio));
}

/** Left edge of a column in device pixels, in the same way. */
export const columnEdges = ({ projection, ratio }: { readonly projection: Projection; readonly ratio: number }): ((column: number) => number) =>
  edgesWithin(TILE_COLUMNS, (x) => Math.round((projection.xOfColumn(x * TILE_COLUMNS) ?? 0) * ratio));

/** Edges of the `size` parts of each tile, between those of the tiles. */
function edgesWithin(size: number, tileEdge: (tile: number) => number): (part: number) => number {
  const known = new Map<number, number>();
  const edgeOf = (tile: number): number => {
    let edge = known.get(tile);
    if (edge === undefined) known.set(tile, (edge = tileEdge(tile)));
    return edge;
  };
  return (part) => {
    const tile = Math.floor(part / size);
    const start = edgeOf(tile);
    return Math.round(start + ((edgeOf(tile + 1) - start) * (part - tile * size)) / size);
  };
}
