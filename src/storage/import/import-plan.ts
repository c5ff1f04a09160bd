import type { Store } from "#storage/store.ts";
import { fileFingerprint, fileKey } from "./file-fingerprint.ts";
import type { History, HistoryFile } from "./history.ts";

/** What of a history is left to do. */
export interface ImportPlan {
  readonly history: History;
  /** Finished by an earlier import and unchanged since. */
  readonly skip: ReadonlySet<HistoryFile>;
  /** How the store is to remember each file. */
  readonly marks: ReadonlyMap<HistoryFile, FileMark>;
  /** Bytes of the files that are not skipped. */
  readonly totalBytes: number;
}

export interface FileMark {
  readonly key: string;
  readonly fingerprint: string;
}

export async function planImport(store: Store, history: History): Promise<ImportPlan> {
  const marks = new Map<HistoryFile, FileMark>();
  const skip = new Set<HistoryFile>();
  for (const file of history.files) {
    const mark = { key: await fileKey(file), fingerprint: await fileFingerprint(file) };
    marks.set(file, mark);
    if ((await store.importedFile(mark.key)) === mark.fingerprint) skip.add(file);
  }
  const totalBytes = history.files.reduce((sum, file) => sum + (skip.has(file) ? 0 : file.bytes), 0);
  return { history, skip, marks, totalBytes };
}
