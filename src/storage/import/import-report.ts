import { AppError } from "#core/app-error.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type Ms } from "#core/units.ts";
import type { StoredEvent } from "#storage/store.ts";
import { inputName } from "./csv/input-file.ts";
import { historyKind, ownTime, type HistoryKind } from "./event-batch.ts";
import type { HistoryFile } from "./history.ts";
import type { AcceptEvent } from "./merge-runs.ts";

/** What a history lacks. `mark`: the traded price stands in for the mark price. */
export type MissingInput = "open-interest" | "mark" | "volume" | "taker-split" | "funding" | "liquidations" | "ratio";

export interface ImportReport {
  /** Events per kind, identical rows not counted. */
  readonly rows: Readonly<Record<HistoryKind, number>>;
  /** Identical rows that were dropped, per kind. */
  readonly identical: Readonly<Record<HistoryKind, number>>;
  readonly candleGaps: { readonly count: number; readonly totalMs: Ms };
  readonly missing: readonly MissingInput[];
  /** Start of the first and end of the last candle. */
  readonly firstTime: Ms | undefined;
  readonly lastTime: Ms | undefined;
  /** Choices a person should know of, as sentences: which candle interval, unread files. */
  readonly notes: readonly string[];
}

export interface ReportBuilder {
  readonly accept: AcceptEvent;
  report(): ImportReport;
}

const NONE: Readonly<Record<HistoryKind, number>> = {
  candle: 0,
  "mark-candle": 0,
  "open-interest": 0,
  funding: 0,
  liquidation: 0,
  "liquidation-sum": 0,
  ratio: 0,
  brackets: 0,
  leverage: 0,
};

interface Seen {
  readonly event: StoredEvent;
  readonly file: HistoryFile;
  readonly line: number;
}

/** Counts what passes and drops identical rows. Two different values at one time are `bad-input` naming both places; liquidations may share a time. */
export function createReportBuilder(notes: readonly string[]): ReportBuilder {
  const rows = { ...NONE };
  const identical = { ...NONE };
  const atThisTime = new Map<HistoryKind, Seen[]>();
  const candles = { first: undefined as Ms | undefined, end: undefined as Ms | undefined, withVolume: 0, withTaker: 0 };
  const gaps = { count: 0, totalMs: 0 };

  function acceptCandle(event: StoredEvent & { kind: "candle" }): void {
    if (candles.end !== undefined && event.openTime > candles.end) {
      gaps.count++;
      gaps.totalMs += event.openTime - candles.end;
    }
    candles.first ??= event.openTime;
    candles.end = (event.openTime + event.intervalMs) as Ms;
    if (event.volume !== undefined) candles.withVolume++;
    if (event.takerBuyVolume !== undefined) candles.withTaker++;
  }

  return {
    accept(event, file, line) {
      const kind = historyKind(event);
      if (!isNew(seenAtTime(atThisTime, kind, ownTime(event)), { event, file, line })) {
        identical[kind]++;
        return false;
      }
      rows[kind]++;
      if (event.kind === "candle" && event.price === "last") acceptCandle(event);
      return true;
    },
    report: () => ({
      rows: { ...rows },
      identical: { ...identical },
      candleGaps: { count: gaps.count, totalMs: gaps.totalMs as Ms },
      missing: missingInputs(rows, candles),
      firstTime: candles.first,
      lastTime: candles.end,
      notes,
    }),
  };
}

/** The report's shortcomings as sentences for a person, most important first. */
export function reportWarnings(report: ImportReport): readonly string[] {
  const dropped = Object.values(report.identical).reduce((sum, count) => sum + count, 0);
  const { count, totalMs } = report.candleGaps;
  return [
    ...report.missing.map((input) => MISSING_SENTENCES[input]),
    ...(count > 0 ? [`The candles have ${count} ${count === 1 ? "gap" : "gaps"}, ${duration(totalMs)} in all.`] : []),
    ...(dropped > 0 ? [`${dropped} identical ${dropped === 1 ? "row was" : "rows were"} dropped.`] : []),
    ...report.notes,
  ];
}

const MISSING_SENTENCES: Readonly<Record<MissingInput, string>> = {
  "open-interest": "There is no open interest: nothing can be estimated.",
  mark: "There are no mark-price candles: the traded price stands in.",
  volume: "There is no traded volume.",
  "taker-split": "The volume is not split by taker side.",
  funding: "There is no funding.",
  liquidations: "There are no liquidations to compare with.",
  ratio: "There is no long/short ratio.",
};

function missingInputs(rows: Readonly<Record<HistoryKind, number>>, candles: { withVolume: number; withTaker: number }): readonly MissingInput[] {
  const missing: Readonly<Record<MissingInput, boolean>> = {
    "open-interest": rows["open-interest"] === 0,
    mark: rows["mark-candle"] === 0,
    volume: candles.withVolume === 0,
    "taker-split": candles.withVolume > 0 && candles.withTaker === 0,
    funding: rows.funding === 0,
    liquidations: rows.liquidation + rows["liquidation-sum"] === 0,
    ratio: rows.ratio === 0,
  };
  return (Object.keys(missing) as MissingInput[]).filter((input) => missing[input]);
}

function seenAtTime(atThisTime: Map<HistoryKind, Seen[]>, kind: HistoryKind, time: Ms): Seen[] {
  const seen = atThisTime.get(kind);
  if (seen !== undefined && ownTime(seen[0].event) === time) return seen;
  const fresh: Seen[] = [];
  atThisTime.set(kind, fresh);
  return fresh;
}

function isNew(seen: Seen[], next: Seen): boolean {
  if (seen.some(({ event }) => isSame(event, next.event))) return false;
  if (seen.length > 0 && next.event.kind !== "liquidation") {
    const [{ event, file, line }] = seen;
    throw new AppError(
      "bad-input",
      `${inputName(next.file)} line ${next.line}: this ${historyKind(event)} differs from the one of the same time ${ownTime(event)} in ${inputName(file)} line ${line}.`,
    );
  }
  seen.push(next);
  return true;
}

/** Both were made by the same table format, so their fields have the same order. */
const isSame = (a: StoredEvent, b: StoredEvent): boolean => JSON.stringify(a) === JSON.stringify(b);

function duration(ms: Ms): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.round(ms / HOUR_MS)} hours`;
  return `${Math.round(ms / MINUTE_MS)} minutes`;
}
