import type { HeatColumn } from "#core/heat-column.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Database } from "./database.ts";
import { type HeatStretch, OF_SERIES, firstColumnOf, lastColumnOf, seriesValues } from "./heat-place.ts";
import { SEALED_TILE, TAIL_COLUMNS, heatColumnOfRow, sealedGzip } from "./heat-stretch.ts";

/** What is stored of a stretch: tiles by y, compressed, when it is sealed, else its columns so far, in no order. */
export interface StoredStretch<L extends StockLayer = StockLayer> {
  readonly sealed: ReadonlyMap<number, Uint8Array>;
  readonly tail: readonly HeatColumn<L>[];
}

/** One statement sees one state of the store: a stretch is never both sealed and in the tail, nor for a moment in neither. */
const STRETCH_SQL = `
  SELECT y, ${SEALED_TILE}, NULL, NULL, NULL, NULL, NULL FROM heat_tiles WHERE ${OF_SERIES} AND x = ?
  UNION ALL
  SELECT NULL, NULL, NULL, ${TAIL_COLUMNS} FROM heat_columns WHERE ${OF_SERIES} AND column_index BETWEEN ? AND ?`;

export async function readStretch<L extends StockLayer>(database: Database, stretch: HeatStretch<L>): Promise<StoredStretch<L>> {
  const { x } = stretch;
  const rows = await database.read(STRETCH_SQL, [...seriesValues(stretch), x, ...seriesValues(stretch), firstColumnOf(x), lastColumnOf(x)]);
  const sealed = new Map<number, Uint8Array>();
  const tail: HeatColumn<L>[] = [];
  for (const [y, gzip, size, ...column] of rows) {
    if (gzip === null) tail.push(heatColumnOfRow(stretch.layer, column));
    else sealed.set(y as number, sealedGzip([gzip, size]));
  }
  return { sealed, tail };
}

/**
 * Reads stretches for whoever asks, once for those who ask while it is under way: a page asks for tiles above each other at once. `generation` counts
 * what is written: whoever asks after a write gets a reading that began after it.
 */
export function createStretchReader(database: Database, generation: () => number): (stretch: HeatStretch) => Promise<StoredStretch> {
  const underway = new Map<string, Promise<StoredStretch>>();
  return (stretch) => {
    const key = [...seriesValues(stretch), stretch.x, generation()].join(" ");
    const reading = underway.get(key) ?? readStretch(database, stretch).finally(() => underway.delete(key));
    underway.set(key, reading);
    return reading;
  };
}
