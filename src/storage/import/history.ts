import type { Instrument } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { InputFile } from "./csv/input-file.ts";
import type { ImportReport } from "./import-report.ts";

/** What a file holds. One kind of file may give two kinds of event (`metrics`: open interest and ratio). */
export type TableKind =
  | "candles"
  | "trades"
  | "mark-candles"
  | "metrics"
  | "open-interest"
  | "funding"
  | "liquidations"
  | "liquidations-usd"
  | "long-short-ratio"
  | "brackets"
  | "leverage";

export interface HistoryFile extends InputFile {
  readonly kind: TableKind;
}

export type HistoryLayout = "binance-dumps" | "market-folder";

export interface HistoryBatch {
  readonly events: readonly StoredEvent[];
  /** Files whose last row is in this batch or an earlier one. */
  readonly finished: readonly HistoryFile[];
}

export interface ReadOptions {
  /** Files to leave out because they have been imported already. */
  readonly skip?: ReadonlySet<HistoryFile>;
  /** Counts the bytes read of the files' `bytes`. */
  readonly onRead?: (bytes: number) => void;
}

/** The recorded past of one instrument, in files. */
export interface History {
  readonly instrument: Instrument;
  /** Interval of its candles. */
  readonly stepMs: Ms;
  readonly layout: HistoryLayout;
  readonly files: readonly HistoryFile[];
  /** False: no file with open interest, so there can be no estimate. Known before anything is read. */
  readonly hasOpenInterest: boolean;
  /**
   * All events in the order in which they became known (`knownAt`; at equal times candles last), in batches.
   * Streams: memory does not grow with the length of the history. Each call reads anew. Bad content rejects with `bad-input`.
   */
  events(): AsyncIterable<readonly StoredEvent[]>;
  /** {@link History.events} together with which files are through. */
  batches(options?: ReadOptions): AsyncIterable<HistoryBatch>;
  /** What the latest read has met so far; complete when that read has ended. */
  report(): ImportReport;
}
