import { AppError } from "#core/app-error.ts";
import type { StoredEvent } from "#storage/store.ts";
import { createCsvScanner, type CsvLine } from "./csv/csv-scanner.ts";
import { inputName } from "./csv/input-file.ts";
import { readInput } from "./csv/read-input.ts";
import { resolveColumns } from "./csv/table-columns.ts";
import { createTableRow } from "./csv/table-row.ts";
import { historyKind, ownTime, type EventBatch, type HistoryKind } from "./event-batch.ts";
import type { HistoryFile } from "./history.ts";
import type { TableContext, TableFormat } from "./tables/table-format.ts";

export interface RunOptions extends Omit<TableContext, "emit"> {
  readonly format: TableFormat;
  readonly onRead: (bytes: number) => void;
}

/** Reads files that follow each other in time, one after the other. Whatever is wrong in them is `bad-input` naming file and line. */
export async function* readRun(files: readonly HistoryFile[], options: RunOptions): AsyncIterable<EventBatch> {
  const checkOrder = createOrderCheck();
  for (const file of files) {
    let events: StoredEvent[] = [];
    let lines: number[] = [];
    const table = openTable(file, options, (event, line) => {
      checkOrder(event, file, line);
      events.push(event);
      lines.push(line);
    });
    for await (const chunk of readInput(file, options.onRead)) {
      table.push(chunk);
      if (events.length === 0) continue;
      yield { file, events, lines, endsFile: false };
      events = [];
      lines = [];
    }
    table.end(file === files.at(-1));
    yield { file, events, lines, endsFile: true };
  }
}

interface OpenTable {
  push(chunk: Uint8Array): void;
  end(isLastFile: boolean): void;
}

function openTable(file: HistoryFile, { format, instrument, intervalMs }: RunOptions, onEvent: (event: StoredEvent, line: number) => void): OpenTable {
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

function createOrderCheck(): (event: StoredEvent, file: HistoryFile, line: number) => void {
  const last = new Map<HistoryKind, number>();
  return (event, file, line) => {
    const kind = historyKind(event);
    const time = ownTime(event);
    const before = last.get(kind);
    if (before !== undefined && time < before) {
      throw new AppError("bad-input", `${inputName(file)} line ${line}: time goes backwards, from ${before} to ${time}.`);
    }
    last.set(kind, time);
  };
}

function bug(message: string): never {
  throw new Error(message);
}
