import { AppError } from "#core/app-error.ts";
import type { StoredEvent } from "#storage/store.ts";
import { inputName } from "./csv/input-file.ts";
import { readInput } from "./csv/read-input.ts";
import { historyKind, orderTime, type EventBatch, type HistoryKind } from "./event-batch.ts";
import type { HistoryFile } from "./history.ts";
import { createTableReader, type TableOptions } from "./table-reader.ts";

export interface RunOptions extends TableOptions {
  readonly onRead: (bytes: number) => void;
}

/** Reads files that follow each other in time, one after the other. Whatever is wrong in them is `bad-input` naming file and line. */
export async function* readRun(files: readonly HistoryFile[], options: RunOptions): AsyncIterable<EventBatch> {
  const checkOrder = createOrderCheck();
  for (const file of files) {
    let events: StoredEvent[] = [];
    let lines: number[] = [];
    const table = createTableReader(file, options, (event, line) => {
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

function createOrderCheck(): (event: StoredEvent, file: HistoryFile, line: number) => void {
  const last = new Map<HistoryKind, number>();
  return (event, file, line) => {
    const kind = historyKind(event);
    const time = orderTime(event);
    const before = last.get(kind);
    if (before !== undefined && time < before) {
      throw new AppError("bad-input", `${inputName(file)} line ${line}: time goes backwards, from ${before} to ${time}.`);
    }
    last.set(kind, time);
  };
}
