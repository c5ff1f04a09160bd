import { columnOfSnapshot, type HeatColumn, type StockSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnStart } from "#core/heat-levels.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Store } from "#storage/store.ts";

/** Turns books of one layer into final columns and stores them in batches. */
export interface ColumnWriter {
  /** False for a column that is stored already (it is never made again) and for one that is too fine for its age. */
  readonly wants: (at: ColumnPlace) => boolean;
  add(at: ColumnPlace, snapshot: StockSnapshot): void;
  /** Columns that wait for {@link ColumnWriter.flush}. */
  readonly pending: number;
  /** Stores what waits, one transaction a level. Rejects with the store's error and keeps the columns. */
  flush(): Promise<void>;
}

export interface ColumnPlace {
  readonly level: number;
  readonly column: number;
}

/** The finest level is thirty times the work of the others together, and is looked at only near the live edge. */
const FINE_LEVELS = 1;

export interface ColumnSeries<L extends StockLayer> {
  readonly instrument: InstrumentId;
  readonly layer: L;
}

/** A writer that goes on after the last final column of each level, with the finest level from `fineFrom` (epoch ms) on. */
export async function openColumnWriter<L extends StockLayer>(store: Store, { instrument, layer }: ColumnSeries<L>, fineFrom: number): Promise<ColumnWriter> {
  const last: number[] = [];
  for (let level = 0; level < HEAT_LEVELS.length; level++) last.push((await store.lastColumn(instrument, { layer, level })) ?? -Infinity);
  const waiting: HeatColumn<L>[][] = HEAT_LEVELS.map(() => []);
  return {
    wants: ({ level, column }) => column > last[level] && (level >= FINE_LEVELS || columnStart(HEAT_LEVELS[level], column) >= fineFrom),
    add({ level, column }, snapshot) {
      waiting[level].push(columnOfSnapshot<L>(snapshot, HEAT_LEVELS[level], { layer, column, provisional: false }));
      last[level] = column;
    },
    get pending() {
      return waiting.reduce((sum, columns) => sum + columns.length, 0);
    },
    async flush() {
      for (let level = 0; level < waiting.length; level++) {
        const columns = [...waiting[level]];
        if (columns.length === 0) continue;
        await store.appendColumns<L>(instrument, { layer, level }, columns);
        waiting[level].splice(0, columns.length);
      }
    },
  };
}
