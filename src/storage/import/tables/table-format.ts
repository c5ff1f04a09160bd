import type { InstrumentId } from "#core/instrument.ts";
import type { Ms } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import type { InputFile } from "#storage/import/csv/input-file.ts";
import type { TableColumns, TableShape } from "#storage/import/csv/table-columns.ts";
import type { TableRow } from "#storage/import/csv/table-row.ts";

export interface TableContext {
  readonly instrument: InstrumentId;
  /** Interval of the candles in the table, or of the history's candles. */
  readonly intervalMs: Ms;
  /** Takes an event of the row under the cursor; per kind in time order. */
  readonly emit: (event: StoredEvent) => void;
}

/** How rows of one kind of table become events. One value serves one run of files that follow each other and may keep state between them. */
export interface TableFormat extends TableShape {
  /** Whether a file may have a header and nothing below it. */
  readonly mayBeEmpty: boolean;
  /** Called for each file, in time order; the returned function is called for each of its rows. */
  open(columns: RequiredColumns, context: TableContext, file: InputFile): (row: TableRow) => void;
  /** Called after the last file. */
  finish?(context: TableContext): void;
}

export interface RequiredColumns extends TableColumns {
  /** Position of a column that the shape requires. */
  need(name: string): number;
}
