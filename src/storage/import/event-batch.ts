import { type Ms, asMs } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { HistoryFile } from "./history.ts";

/** Events of one file in time order, with the line that each came from. */
export interface EventBatch {
  readonly file: HistoryFile;
  readonly events: readonly StoredEvent[];
  readonly lines: readonly number[];
  /** True when the file has no more. */
  readonly endsFile: boolean;
}

/** What an import counts: kinds of event, with mark candles apart. */
export type HistoryKind = "candle" | "mark-candle" | "open-interest" | "funding" | "liquidation" | "liquidation-sum" | "ratio" | "brackets" | "leverage";

export const historyKind = (event: StoredEvent): HistoryKind => (event.kind === "candle" && event.price === "mark" ? "mark-candle" : event.kind);

/** The time by which an event is identified: the start of bars and sums. */
export const ownTime = (event: StoredEvent): Ms => ("openTime" in event ? event.openTime : event.time);

/** The time by which the rows of a table follow each other: what was heard late lies where it was heard. */
export function orderTime(event: StoredEvent): Ms {
  if (!("heardAt" in event) || event.heardAt === undefined) return ownTime(event);
  return event.kind === "candle" ? asMs(event.heardAt - event.intervalMs) : event.heardAt;
}
