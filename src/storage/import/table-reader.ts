import { AppError } from "#core/app-error.ts";
import type { StoredEvent } from "#storage/store.ts";
import { createCsvScanner, type CsvLine } from "./csv/csv-scanner.ts";
import { inputName } from "./csv/input-file.ts";
import { resolveColumns } from "./csv/table-columns.ts";
import { createTableRow } from "./csv/table-row.ts";
import type { HistoryFile } from "./history.ts";
import type { TableContext, TableFormat } from "./tables/table-format.ts";

export interface TableOptions extends Omit<TableContext, "emit"> {
  readonly format: TableFormat;
}

export interface TableReader {
  /** Takes the next piece of the file's text, cut anywhere. */
  push(chunk: Uint8Array): void;
  /** Ends the file; the last one of a run also ends the format. */
  end(isLastFile: boolean): void;
}

/** Turns the text of one file into events as it comes in. Whatever is wrong in it is `bad-input` naming file and line. */
export function createTableReader(
  file: HistoryFile,
  { format, instrument, intervalMs }: TableOptions,
  onEvent: (event: StoredEvent, line: number) => void,
): TableReader {
  let readRow: ((line: CsvLine) => void) | undefined;
  let current: CsvLine | undefined;
  let rows = 0;
  const context: TableContext = { instrument, intervalMs, emit: (event) => onEvent(event, current?.line ?? 0) };

  const scanner = createCsvScanner((line) => {
    current = line;
    if (readRow !== undefined) return readRow(line);
    const opened = openRows(file, format, { context, line });
    readRow = (line) => {
      rows++;
      opened.read(line);
    };
    if (!opened.hasHeader) readRow(line);
  });

  return {
    push(chunk) {
      try {
        scanner.push(chunk);
      } catch (error) {
        if (error instanceof RangeError) throw new AppError("bad-input", `${inputName(file)} ${error.message}.`, { cause: error });
        throw error;
      }
    },
    end(isLastFile) {
      scanner.end();
      if (current === undefined) throw new AppError("bad-input", `${inputName(file)}: the file is empty.`);
      if (rows === 0 && !format.mayBeEmpty) throw new AppError("bad-input", `${inputName(file)}: the file has a header and no rows.`);
      if (isLastFile) format.finish?.(context);
    },
  };
}

function openRows(file: HistoryFile, format: TableFormat, { context, line }: { context: TableContext; line: CsvLine }) {
  const columns = resolveColumns(file, line, format);
  const row = createTableRow(file, line, columns.names);
  const read = format.open({ ...columns, need: (name) => columns.at(name) ?? bug(`${name} is not required of ${file.kind}`) }, context, file);
  return {
    hasHeader: columns.hasHeader,
    read(line: CsvLine) {
      if (line.cells !== columns.names.length) throw row.fault(`the row has ${line.cells} columns, not ${columns.names.length}`);
      read(row);
    },
  };
}

function bug(message: string): never {
  throw new Error(message);
}
