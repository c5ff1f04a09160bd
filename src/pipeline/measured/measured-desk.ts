import type { MarketEvent } from "#core/events.ts";
import { instrumentId, type Instrument } from "#core/instrument.ts";
import { MINUTE_MS, type Ms, asMs } from "#core/units.ts";
import type { AccountPosition } from "#exchanges/exchange.ts";
import type { ClosingColumn } from "#pipeline/columns/closing-columns.ts";
import { closingColumns } from "#pipeline/columns/closing-columns.ts";
import { type ColumnWriter, openColumnWriter } from "#pipeline/columns/column-writer.ts";
import type { HubListener } from "#pipeline/hub-update.ts";
import type { Store } from "#storage/store.ts";
import { type MeasuredBook, measuredBookOf } from "./measured-book.ts";

/** The measured layer of one market: every minute what the accounts hold becomes columns and a book. */
export interface MeasuredDesk {
  /** Where positions are read from now on. */
  follow(read: () => readonly AccountPosition[]): void;
  observe(event: MarketEvent): void;
  /** The newest book; undefined while no position is known. */
  book(): MeasuredBook | undefined;
  /** Makes the columns of the minute that has ended, once. Never rejects. */
  measure(): Promise<void>;
}

export interface MeasuredDeskParts {
  readonly instrument: Instrument;
  readonly store: Store;
  readonly now: () => Ms;
  readonly publish: HubListener;
  /** A minute has been measured. */
  readonly onBook: (book: MeasuredBook) => void;
  /** In words; told once while it lasts. */
  readonly onProblem: (problem: string) => void;
}

/** Wait after a minute's end, so that its last looks and marks are in. */
const SETTLE_MS = 2_000;

export function createMeasuredDesk({ instrument, store, now, publish, onBook, onProblem }: MeasuredDeskParts): MeasuredDesk {
  const id = instrumentId(instrument);
  let read: (() => readonly AccountPosition[]) | undefined;
  let mark: number | undefined;
  let openInterest: number | undefined;
  let book: MeasuredBook | undefined;
  let measuredTo: Ms | undefined;
  let columns: ColumnWriter | undefined;
  let problem: string | undefined;

  async function measureAt(time: Ms): Promise<void> {
    if (read === undefined || mark === undefined || openInterest === undefined) return;
    const made = measuredBookOf(instrument, read(), { time, mark, openInterest });
    if (made === undefined) return;
    columns ??= await openColumnWriter(store, { instrument: id, layer: "measured" }, { fineFrom: 0 });
    for (const place of closingColumns({ start: time - MINUTE_MS, durationMs: MINUTE_MS, before: measuredTo }).filter(columns.wants)) {
      const shown = bookOf(place, made);
      if (shown) columns.add(place, shown.snapshot);
    }
    await columns.flush();
    measuredTo = time;
    book = made;
    publish({ kind: "measured", market: id, book: made });
    onBook(made);
  }

  const bookOf = (place: ClosingColumn, after: MeasuredBook): MeasuredBook | undefined => (place.book === "after" ? after : book);

  return {
    follow: (source) => void (read = source),
    observe(event) {
      if (event.kind === "mark") mark = event.mark;
      else if (event.kind === "open-interest" && event.openInterest > 0) openInterest = event.openInterest;
    },
    book: () => book,
    async measure() {
      const settled = now() - SETTLE_MS;
      const time = asMs(settled - (settled % MINUTE_MS));
      if (read === undefined || (measuredTo !== undefined && time <= measuredTo)) return;
      try {
        await measureAt(time);
        problem = undefined;
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        if (words !== problem) onProblem(`the measured layer is not stored: ${words}`);
        problem = words;
      }
    },
  };
}
