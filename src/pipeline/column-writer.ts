import { columnOfSnapshot, type HeatColumn } from "#core/heat-column.ts";
import { HEAT_LEVELS } from "#core/heat-levels.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { Store } from "#storage/store.ts";
import { closingColumns, type ClosedStep } from "./closing-columns.ts";

/** Turns closed steps into final columns of every level and stores them in batches. A column that is stored already is never made again. */
export interface ColumnWriter {
  add(step: ClosedStep): void;
  /** Columns that wait for {@link ColumnWriter.flush}. */
  readonly pending: number;
  /** Stores what waits, one transaction a level. Rejects with the store's error and keeps the columns. */
  flush(): Promise<void>;
}

/** A writer that goes on after the last final column of each level. */
export async function openColumnWriter(store: Store, instrument: InstrumentId): Promise<ColumnWriter> {
  const last: number[] = [];
  for (let level = 0; level < HEAT_LEVELS.length; level++) last.push((await store.lastColumn(instrument, level)) ?? -Infinity);
  const waiting: HeatColumn[][] = HEAT_LEVELS.map(() => []);
  return {
    add(step) {
      for (const { level, column, snapshot } of closingColumns(step)) {
        if (column <= last[level]) continue;
        waiting[level].push(columnOfSnapshot(snapshot, HEAT_LEVELS[level], { column, provisional: false }));
        last[level] = column;
      }
    },
    get pending() {
      return waiting.reduce((sum, columns) => sum + columns.length, 0);
    },
    async flush() {
      for (let level = 0; level < waiting.length; level++) {
        const columns = [...waiting[level]];
        if (columns.length === 0) continue;
        await store.appendColumns(instrument, level, columns);
        waiting[level].splice(0, columns.length);
      }
    },
  };
}
