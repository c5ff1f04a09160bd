import { columnOfSnapshot, type HeatColumn, type StockSnapshot } from "#core/heat-column.ts";
import { HEAT_LEVELS, columnStart } from "#core/heat-levels.ts";
import { tileXOfColumn } from "#core/heat-tile.ts";
import type { InstrumentId } from "#core/instrument.ts";
import type { StockLayer } from "#core/layer.ts";
import type { Store } from "#storage/store.ts";

/** Turns books of one layer into columns and stores them in batches. */
export interface ColumnWriter {
  /** False for a column that is stored already (it is never made again) and for one that is too fine for its age. */
  readonly wants: (at: ColumnPlace) => boolean;
  add(at: ColumnPlace, snapshot: StockSnapshot): void;
  /** The last column of a level that was added or is final in the store; -Infinity when there is none. */
  last(level: number): number;
  /** Columns that wait for {@link ColumnWriter.flush} in stretches that no later column falls into: the store makes tiles of them at once. */
  readonly whole: number;
  /** Stores what waits now, one transaction a level. Rejects with the store's error and keeps the columns. */
  flush(): Promise<void>;
}

export interface ColumnPlace {
  readonly level: number;
  readonly column: number;
}

export interface WriterOptions {
  /** Columns of the finest level are made from here on (epoch ms). */
  readonly fineFrom: number;
  /** Given: the columns are provisional, and stand only where this writer of final ones has not come by yet. */
  readonly until?: Pick<ColumnWriter, "last">;
}

/** The finest level is thirty times the work of the others together, and is looked at only near the live edge. */
const FINE_LEVELS = 1;

export interface ColumnSeries<L extends StockLayer> {
  readonly instrument: InstrumentId;
  readonly layer: L;
}

/** A writer that goes on after the last final column of each level. */
export async function openColumnWriter<L extends StockLayer>(
  store: Store,
  { instrument, layer }: ColumnSeries<L>,
  { fineFrom, until }: WriterOptions,
): Promise<ColumnWriter> {
  const last: number[] = [];
  for (let level = 0; level < HEAT_LEVELS.length; level++) last.push((await store.lastColumn(instrument, { layer, level })) ?? -Infinity);
  const waiting: HeatColumn<L>[][] = HEAT_LEVELS.map(() => []);
  const provisional = until !== undefined;
  const isFree = ({ level, column }: ColumnPlace) => until === undefined || column > until.last(level);

  function wholeCount(level: number): number {
    const open = tileXOfColumn(last[level] + 1);
    let count = waiting[level].length;
    while (count > 0 && tileXOfColumn(waiting[level][count - 1].column) >= open) count--;
    return count;
  }

  /** They wait no more while they are stored: others may be added meanwhile. */
  async function storeLevel(level: number) {
    const columns = waiting[level].splice(0);
    if (columns.length === 0) return;
    try {
      // A final column is added before it is stored, and the store keeps the order of its calls: no provisional one comes after it.
      await store.appendColumns<L>(
        instrument,
        { layer, level },
        columns.filter(({ column }) => isFree({ level, column })),
      );
    } catch (error) {
      waiting[level].unshift(...columns);
      throw error;
    }
  }

  return {
    wants: ({ level, column }) =>
      column > last[level] && isFree({ level, column }) && (level >= FINE_LEVELS || columnStart(HEAT_LEVELS[level], column) >= fineFrom),
    add({ level, column }, snapshot) {
      waiting[level].push(columnOfSnapshot<L>(snapshot, HEAT_LEVELS[level], { layer, column, provisional }));
      last[level] = column;
    },
    last: (level) => last[level],
    get whole() {
      return waiting.reduce((sum, _, level) => sum + wholeCount(level), 0);
    },
    async flush() {
      for (let level = 0; level < waiting.length; level++) await storeLevel(level);
    },
  };
}
