import type { InstrumentId } from "#core/instrument.ts";
import type { Store } from "#storage/store.ts";
import { appendColumns } from "./append-columns.ts";
import { appendEvents } from "./append-events.ts";
import type { Database } from "./database.ts";
import { documentsOf } from "./documents.ts";
import { openDatabase } from "./open-database.ts";
import { extent, readEvents } from "./read-events.ts";
import { createStretchReader } from "./read-stretch.ts";
import { lastColumn, readTile } from "./read-tile.ts";
import { createCandleSums } from "./sum-candles.ts";
import { sumLiquidations } from "./sum-liquidations.ts";
import { sumSamples } from "./sum-samples.ts";
import { TileCache } from "./tile-cache.ts";

export interface DuckDbStoreOptions {
  /** Path of the database; it and its directory are created when they are not there. */
  readonly file: string;
  /** What DuckDB may hold in memory, in MB. Default 128. */
  readonly memoryLimitMb?: number;
}

/** Some 120 tiles that are still growing: a page shows a dozen or two. */
const TILE_CACHE_BYTES = 6_000_000;

/**
 * Opens the embedded store: one DuckDB file, held by one process.
 * @throws AppError `conflict` when the file is in use, `newer-version` when a later Powderkeg wrote it,
 * `unavailable` when it is no database or cannot be read or written; the file is then as it was.
 */
export async function openDuckDbStore({ file, memoryLimitMb = 128 }: DuckDbStoreOptions): Promise<Store> {
  const { database, close } = await openDatabase({ file, memoryLimitMb });
  const cache = new TileCache(TILE_CACHE_BYTES);
  const stretchAt = createStretchReader(database, () => cache.generation);
  return {
    ...documentsOf(database),
    ...createCandleSums(database),
    appendEvents: async (events) => appendEvents(database, events),
    readEvents: (instrument, kinds, range) => readEvents(database, instrument, { kinds, range }),
    extent: (instrument, kind) => extent(database, instrument, kind),
    samples: (instrument, { kind, intervalMs }, range) => sumSamples(database, instrument, { kind, intervalMs, range }),
    realised: (instrument, grid, range) => sumLiquidations(database, instrument, { ...grid, range }),
    appendColumns: async (instrument, { layer, level }, columns) => {
      await appendColumns(database, { instrument, layer, level }, columns);
      cache.invalidate({ instrument, layer, level });
    },
    lastColumn: (instrument, { layer, level }) => lastColumn(database, { instrument, layer, level }),
    tile: (instrument, at) => readTile(stretchAt, cache, { instrument, ...at }),
    dropModelled: async (instrument) => {
      await dropModelled(database, instrument);
      cache.invalidate({ instrument, layer: "modelled" });
    },
    close,
  };
}

async function dropModelled(database: Database, instrument: InstrumentId): Promise<void> {
  await database.write(async (transaction) => {
    for (const table of ["heat_columns", "heat_tiles"])
      await transaction.change(`DELETE FROM ${table} WHERE instrument = ? AND layer = 'modelled'`, [instrument]);
    for (const table of ["spreads", "checkpoints"]) await transaction.change(`DELETE FROM ${table} WHERE instrument = ?`, [instrument]);
  });
}
