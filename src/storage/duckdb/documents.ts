import type { Instrument, InstrumentId } from "#core/instrument.ts";
import { instrumentId } from "#core/instrument.ts";
import { asMs, type Ms } from "#core/units.ts";
import type { Checkpoint, Store, StoredSpread } from "#storage/store.ts";
import type { Database } from "./database.ts";

type Documents = Pick<
  Store,
  | "readMeta"
  | "writeMeta"
  | "putInstrument"
  | "instruments"
  | "writeCheckpoint"
  | "readCheckpoint"
  | "writeSpreads"
  | "spreadAt"
  | "importedFile"
  | "markImported"
>;

/** What the store keeps by key, one document each; the last one written counts. */
export function documentsOf(database: Database): Documents {
  const text = async (sql: string, key: string): Promise<string | undefined> => (await database.read(sql, [key]))[0]?.[0] as string | undefined;
  const put = async (sql: string, values: readonly (string | number | Uint8Array)[]): Promise<void> => {
    await database.write((transaction) => transaction.change(sql, values));
  };
  return {
    readMeta: (key) => text("SELECT value FROM meta WHERE key = ?", key),
    writeMeta: (key, value) => put("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value]),
    async putInstrument(instrument) {
      const [id, document] = [instrumentId(instrument), JSON.stringify(instrument)];
      // What is stored already needs no room on the disk.
      if ((await text("SELECT document FROM instruments WHERE instrument = ?", id)) === document) return;
      await put("INSERT OR REPLACE INTO instruments VALUES (?, ?)", [id, document]);
    },
    instruments: async () =>
      (await database.read("SELECT document FROM instruments ORDER BY instrument")).map(([document]) => JSON.parse(document as string) as Instrument),
    writeCheckpoint: (instrument, { model, time, state }) => put("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?)", [instrument, model, time, state]),
    readCheckpoint: (instrument) => readCheckpoint(database, instrument),
    async writeSpreads(instrument, spreads) {
      await database.write(async (transaction) => {
        for (const { time, bytes } of spreads) await transaction.change("INSERT OR REPLACE INTO spreads VALUES (?, ?, ?)", [instrument, time, bytes]);
      });
    },
    spreadAt: (instrument, time) => spreadAt(database, instrument, time),
    importedFile: (key) => text("SELECT fingerprint FROM imported_files WHERE key = ?", key),
    markImported: (key, fingerprint) => put("INSERT OR REPLACE INTO imported_files VALUES (?, ?)", [key, fingerprint]),
  };
}

async function readCheckpoint(database: Database, instrument: InstrumentId): Promise<Checkpoint | undefined> {
  const [row] = await database.read("SELECT model, time, state FROM checkpoints WHERE instrument = ?", [instrument]);
  if (row === undefined) return undefined;
  const [model, time, state] = row as [string, bigint, Uint8Array];
  return { model, time: asMs(Number(time)), state };
}

async function spreadAt(database: Database, instrument: InstrumentId, time: Ms): Promise<StoredSpread | undefined> {
  const newest = "SELECT time, bytes FROM spreads WHERE instrument = ? AND time <= ? ORDER BY time DESC LIMIT 1";
  const [row] = await database.read(newest, [instrument, time]);
  if (row === undefined) return undefined;
  const [of, bytes] = row as [bigint, Uint8Array];
  return { time: asMs(Number(of)), bytes };
}
