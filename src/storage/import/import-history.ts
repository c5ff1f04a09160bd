import type { Store, StoredEvent } from "#storage/store.ts";
import { fileFingerprint, fileKey } from "./file-fingerprint.ts";
import type { History, HistoryFile } from "./history.ts";
import type { ImportReport } from "./import-report.ts";

/** Events in one transaction: enough to be fast, little to repeat after an interruption. */
const TRANSACTION_EVENTS = 20_000;

export interface ImportProgress {
  readonly phase: "check" | "store";
  readonly bytes: number;
  /** Bytes of all files that have to be read in this phase. */
  readonly totalBytes: number;
}

export interface ImportOptions {
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Ends the import after the transaction at hand. */
  readonly signal?: AbortSignal;
}

export interface ImportOutcome {
  readonly added: number;
  /** Events that the store held already. */
  readonly duplicates: number;
  readonly files: number;
  /** Files left out because an earlier import finished them. */
  readonly filesSkipped: number;
  /** True when the signal ended it; what has been stored stays, and the next import goes on from there. */
  readonly interrupted: boolean;
  /** Of the files that were read. */
  readonly report: ImportReport;
}

/**
 * Loads a history into the store. Files that an earlier import finished, and that have not changed since, are left out.
 * Everything is read and checked once before the first row is stored, so bad input (`bad-input`) leaves the store as it was.
 * A value that contradicts the store is `conflict`; transactions before it stay.
 */
export async function importHistory(store: Store, history: History, { onProgress, signal }: ImportOptions = {}): Promise<ImportOutcome> {
  const marks = await fileMarks(store, history.files);
  const skip = new Set([...marks].flatMap(([file, { isDone }]) => (isDone ? [file] : [])));
  const totalBytes = history.files.reduce((sum, file) => sum + (skip.has(file) ? 0 : file.bytes), 0);
  const counter = (phase: ImportProgress["phase"]) => {
    let bytes = 0;
    return (read: number): void => onProgress?.({ phase, bytes: (bytes += read), totalBytes });
  };
  const tally = { added: 0, duplicates: 0, files: history.files.length, filesSkipped: skip.size };

  if (!(await check(history, { skip, onRead: counter("check") }, signal))) return { ...tally, interrupted: true, report: history.report() };
  await store.putInstrument(history.instrument);

  const write = async (events: readonly StoredEvent[], finished: readonly HistoryFile[]): Promise<void> => {
    const { added, duplicates } = await store.appendEvents(events);
    tally.added += added;
    tally.duplicates += duplicates;
    for (const file of finished) {
      const mark = marks.get(file);
      if (mark !== undefined) await store.markImported(mark.key, mark.fingerprint);
    }
  };

  let events: StoredEvent[] = [];
  let finished: HistoryFile[] = [];
  for await (const batch of history.batches({ skip, onRead: counter("store") })) {
    events.push(...batch.events);
    finished.push(...batch.finished);
    if (events.length < TRANSACTION_EVENTS) continue;
    await write(events, finished);
    if (signal?.aborted === true) return { ...tally, interrupted: true, report: history.report() };
    events = [];
    finished = [];
  }
  await write(events, finished);
  return { ...tally, interrupted: false, report: history.report() };
}

interface FileMark {
  readonly key: string;
  readonly fingerprint: string;
  readonly isDone: boolean;
}

async function fileMarks(store: Store, files: readonly HistoryFile[]): Promise<ReadonlyMap<HistoryFile, FileMark>> {
  const marks = new Map<HistoryFile, FileMark>();
  for (const file of files) {
    const [key, fingerprint] = [await fileKey(file), await fileFingerprint(file)];
    marks.set(file, { key, fingerprint, isDone: (await store.importedFile(key)) === fingerprint });
  }
  return marks;
}

/** Reads all of it and stores nothing; false when the signal ended it. Bad content rejects. */
async function check(history: History, options: Parameters<History["batches"]>[0], signal: AbortSignal | undefined): Promise<boolean> {
  for await (const _ of history.batches(options)) if (signal?.aborted === true) return false;
  return true;
}
