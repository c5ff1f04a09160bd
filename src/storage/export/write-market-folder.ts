import { type FileHandle, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "#core/app-error.ts";
import type { EventOf } from "#core/events.ts";
import { type Instrument, instrumentId } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import { FOLDER_INTERVALS, INTERVALS } from "#storage/import/intervals.ts";
import { makeDirectory } from "#storage/make-directory.ts";
import type { Store, TimeRange } from "#storage/store.ts";
import { FOLDER_TABLES, type FolderTable, candleTable } from "./folder-tables.ts";

export interface FolderExport {
  readonly instrument: Instrument;
  /** What lies in it by its own time is written. */
  readonly range: TimeRange;
  /** Gets instrument.json and the tables; must not be there yet. */
  readonly folder: string;
  /** Where the data are from: live, simulated; undefined where the store does not say. */
  readonly source: string | undefined;
  readonly signal: AbortSignal;
}

/** Rows by file name, without files that would have none. */
export type WrittenTables = ReadonlyMap<string, number>;

/**
 * Writes what a store recorded of one instrument as a market folder, which an import or an estimate reads back event for event. The folder appears
 * whole or not at all. `conflict`: it is there. `bad-input`: the store holds no candles of it in the range, or of an interval that no folder can have;
 * `unavailable`: it cannot be written.
 */
export async function writeMarketFolder(store: Store, { instrument, range, folder, source, signal }: FolderExport): Promise<WrittenTables> {
  if (await isThere(folder)) throw new AppError("conflict", `${folder} is there already: remove it, or name another folder`);
  const tables = [...(await candleTables(store, instrument, range)), ...FOLDER_TABLES];
  const unfinished = await besideOf(folder);
  try {
    const written = new Map<string, number>();
    for (const each of tables) {
      const rows = await writeTable(join(unfinished, `${each.name}.csv`), each, { store, instrument, range, signal });
      if (rows > 0) written.set(`${each.name}.csv`, rows);
    }
    await writeFile(join(unfinished, "instrument.json"), `${JSON.stringify({ ...instrument, source }, undefined, 2)}\n`);
    await rename(unfinished, folder);
    return written;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error instanceof AppError || signal.aborted ? error : unwritable(folder, error);
  }
}

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;

async function besideOf(folder: string): Promise<string> {
  try {
    const unfinished = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
    await rm(unfinished, { recursive: true, force: true });
    await makeDirectory(unfinished);
    return unfinished;
  } catch (error) {
    throw unwritable(folder, error);
  }
}

const unwritable = (folder: string, cause: unknown): AppError =>
  new AppError("unavailable", `${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

/** Traded and, where there are any, mark candles, each in a file named after their interval. */
async function candleTables(store: Store, instrument: Instrument, range: TimeRange): Promise<readonly FolderTable[]> {
  const first = await firstCandles(store, instrument, range);
  if (first.last === undefined) throw new AppError("bad-input", `${instrumentId(instrument)}: the store holds no candles of that time`);
  const traded = nameOfInterval(first.last);
  if (!FOLDER_INTERVALS.includes(traded ?? ""))
    throw new AppError("bad-input", `${instrumentId(instrument)}: candles of ${first.last / MINUTE_MS} min have no place in a market folder`);
  const mark = first.mark && nameOfInterval(first.mark);
  return [candleTable(`candles-${traded}`, "last"), ...(mark ? [candleTable(`mark-${mark}`, "mark")] : [])];
}

const nameOfInterval = (intervalMs: Ms): string | undefined => [...INTERVALS].find(([, length]) => length === intervalMs)?.[0];

/** Intervals of the first candle of either price; the store holds one interval of each. */
async function firstCandles(store: Store, instrument: Instrument, range: TimeRange): Promise<Partial<Record<EventOf<"candle">["price"], Ms>>> {
  const found: Partial<Record<EventOf<"candle">["price"], Ms>> = {};
  for await (const events of store.readEvents(instrumentId(instrument), ["candle"], range)) {
    for (const event of events) if (event.kind === "candle") found[event.price] ??= asMs(event.intervalMs);
    if (found.last !== undefined && found.mark !== undefined) break;
  }
  return found;
}

interface TableSource extends Pick<FolderExport, "instrument" | "range" | "signal"> {
  readonly store: Store;
}

/** Resolves to the number of rows; without any there is no file. */
async function writeTable(path: string, table: FolderTable, { store, instrument, range, signal }: TableSource): Promise<number> {
  let file: FileHandle | undefined;
  let written = 0;
  try {
    for await (const events of store.readEvents(instrumentId(instrument), [table.kind], range)) {
      signal.throwIfAborted();
      const lines = events.flatMap((event) => table.rows(event).map((cells) => `${cells.map((cell) => cell ?? "").join(",")}\n`));
      if (lines.length === 0) continue;
      if (file === undefined) {
        file = await open(path, "wx");
        await file.appendFile(`${table.columns.join(",")}\n`);
      }
      await file.appendFile(lines.join(""));
      written += lines.length;
    }
  } finally {
    await file?.close();
  }
  return written;
}
