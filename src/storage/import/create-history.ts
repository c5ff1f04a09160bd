import { instrumentId } from "#core/instrument.ts";
import type { EventBatch } from "./event-batch.ts";
import { consecutiveRuns } from "./file-period.ts";
import type { HistorySource, TableSource } from "./history-source.ts";
import type { History, HistoryBatch, HistoryFile, ReadOptions } from "./history.ts";
import { createReportBuilder } from "./import-report.ts";
import { mergeRuns } from "./merge-runs.ts";
import { openInterestOfUsd } from "./open-interest-of-usd.ts";
import { readRun } from "./read-run.ts";

const NOTHING_SKIPPED: ReadonlySet<HistoryFile> = new Set();

/** A history that reads what a layout's discovery has found. */
export function createHistory(source: HistorySource): History {
  const { instrument, stepMs, layout, tables, notes } = source;
  let latest = createReportBuilder(notes);

  async function* batches({ skip = NOTHING_SKIPPED, onRead = () => {} }: ReadOptions = {}): AsyncIterable<HistoryBatch> {
    latest = createReportBuilder(notes);
    const runs = tables.flatMap((table) => tableRuns(source, withoutSkipped(table, skip), onRead));
    yield* mergeRuns(runs, latest.accept);
  }

  return {
    instrument,
    stepMs,
    layout,
    files: tables.flatMap(({ files }) => files),
    hasOpenInterest: tables.some(({ kind }) => kind === "metrics" || kind === "open-interest"),
    batches,
    async *events() {
      for await (const { events } of batches()) if (events.length > 0) yield events;
    },
    report: () => latest.report(),
  };
}

function withoutSkipped(table: TableSource, skip: ReadonlySet<HistoryFile>): TableSource {
  const left = table.files.filter((file) => !skip.has(file));
  return { ...table, files: table.readWhole === true && left.length > 0 ? table.files : left };
}

function tableRuns(source: HistorySource, table: TableSource, onRead: (bytes: number) => void): readonly AsyncIterable<EventBatch>[] {
  const instrument = instrumentId(source.instrument);
  return consecutiveRuns(table.files).map((files) => {
    const run = readRun(files, { format: table.format(), instrument, intervalMs: table.intervalMs, onRead });
    return table.inUsd === true ? openInterestOfUsd(run, { contract: source.instrument.contract, candles: candleBatches(source) }) : run;
  });
}

/** The traded-price candles once more, on their own. */
async function* candleBatches(source: HistorySource): AsyncIterable<HistoryBatch> {
  const tables = source.tables.filter(({ kind }) => kind === "candles" || kind === "trades");
  const runs = tables.flatMap((table) => tableRuns(source, table, () => {}));
  yield* mergeRuns(runs, () => true);
}
