import { AppError } from "#core/app-error.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import type { Store, StoredEvent } from "#storage/store.ts";
import { planImport, type ImportPlan } from "./import-plan.ts";
import type { History, HistoryFile } from "./history.ts";
import type { ImportReport } from "./import-report.ts";
import { createStoredCheck, type StoredCheck } from "./stored-contradiction.ts";

/** Events in one transaction: enough to be fast, little to repeat after an interruption. */
const TRANSACTION_EVENTS = 20_000;

export interface ImportProgress {
  /** Everything is read twice: once to check it, once to store it. */
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
  readonly instrument: Instrument;
  readonly added: number;
  /** Events that the store held already. */
  readonly duplicates: number;
  readonly files: number;
  /** Files read to their end. */
  readonly filesRead: number;
  /** Files left out because an earlier import finished them. */
  readonly filesSkipped: number;
  /** True when the signal ended it; what has been stored stays, and the next import goes on from there. */
  readonly interrupted: boolean;
  /** Of the files that were read. */
  readonly report: ImportReport;
}

/**
 * Loads histories of different instruments into the store. Files that an earlier import finished, and that have not changed since, are left out.
 * All of them are read and checked before the first row is stored, so bad input (`bad-input`), and a value that contradicts the store
 * (`conflict`), leave it as it was.
 */
export async function importHistories(store: Store, histories: readonly History[], options: ImportOptions = {}): Promise<readonly ImportOutcome[]> {
  refuseRepeated(histories);
  const plans: ImportPlan[] = [];
  for (const history of histories) plans.push(await planImport(store, history));
  const [onCheck, onStore] = (["check", "store"] as const).map((phase) => byteCounter(phase, plans, options));

  const contradictions = createStoredCheck(store);
  for (const plan of plans) if (!(await check(plan, contradictions, { onRead: onCheck, ...options }))) return plans.map(nothingStored);
  const outcomes: ImportOutcome[] = [];
  for (const plan of plans)
    outcomes.push(options.signal?.aborted === true ? nothingStored(plan) : await storePlan(store, plan, { onRead: onStore, ...options }));
  return outcomes;
}

function refuseRepeated(histories: readonly History[]): void {
  const ids = histories.map(({ instrument }) => instrumentId(instrument));
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AppError("bad-input", `${repeated} is there in several folders: import them one at a time.`);
}

/** False when the signal ended it. Bad content and contradictions reject. */
async function check(
  { history, skip }: ImportPlan,
  contradictions: StoredCheck,
  { onRead, signal }: { onRead: (bytes: number) => void; signal?: AbortSignal },
): Promise<boolean> {
  for await (const { events } of history.batches({ skip, onRead })) {
    if (signal?.aborted === true) return false;
    await contradictions.add(events);
  }
  return signal?.aborted !== true;
}

async function storePlan(
  store: Store,
  plan: ImportPlan,
  { onRead, signal }: { onRead: (bytes: number) => void; signal?: AbortSignal },
): Promise<ImportOutcome> {
  const { history, skip, marks } = plan;
  const tally = { added: 0, duplicates: 0, filesRead: 0 };
  let events: StoredEvent[] = [];
  let finished: HistoryFile[] = [];

  async function write(): Promise<void> {
    const { added, duplicates } = await store.appendEvents(events);
    tally.added += added;
    tally.duplicates += duplicates;
    for (const { key, fingerprint } of finished.flatMap((file) => marks.get(file) ?? [])) await store.markImported(key, fingerprint);
    tally.filesRead += finished.length;
    events = [];
    finished = [];
  }

  await store.putInstrument(history.instrument);
  for await (const batch of history.batches({ skip, onRead })) {
    events.push(...batch.events);
    finished.push(...batch.finished);
    if (events.length < TRANSACTION_EVENTS) continue;
    await write();
    if (signal?.aborted === true) return { ...nothingStored(plan), ...tally };
  }
  await write();
  return { ...nothingStored(plan), ...tally, interrupted: false };
}

const nothingStored = ({ history, skip }: ImportPlan): ImportOutcome => ({
  instrument: history.instrument,
  added: 0,
  duplicates: 0,
  files: history.files.length,
  filesRead: 0,
  filesSkipped: skip.size,
  interrupted: true,
  report: history.report(),
});

function byteCounter(phase: ImportProgress["phase"], plans: readonly ImportPlan[], { onProgress }: ImportOptions): (bytes: number) => void {
  const totalBytes = plans.reduce((sum, plan) => sum + plan.totalBytes, 0);
  let bytes = 0;
  return (read) => {
    // Files that are read whole although a part of them was done before would lead beyond the total.
    bytes = Math.min(bytes + read, totalBytes);
    onProgress?.({ phase, bytes, totalBytes });
  };
}
