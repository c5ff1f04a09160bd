import { dirname, join } from "node:path";
import { AppError } from "#core/app-error.ts";
import type { Instrument } from "#core/instrument.ts";
import { asMs, type Ms } from "#core/units.ts";
import { csvName, type InputFile } from "./csv/input-file.ts";
import { readHead } from "./csv/read-head.ts";
import type { TreeFile } from "./file-tree.ts";
import type { HistorySource, TableSource } from "./history-source.ts";
import type { HistoryFile, TableKind } from "./history.ts";
import { finestInterval, finestNote, FOLDER_INTERVALS, INTERVALS, markWithin, type FinestInterval } from "./intervals.ts";
import { csvFiles } from "./csv-files.ts";
import { folderBrackets } from "./tables/bracket-table.ts";
import { folderCandles, folderMarkCandles } from "./tables/candle-tables.ts";
import { folderLeverage } from "./tables/leverage-table.ts";
import { folderLiquidations, folderLiquidationSums } from "./tables/liquidation-tables.ts";
import { folderFunding, folderOpenInterest, folderRatio } from "./tables/point-tables.ts";

/** Rows of summed liquidations whose smallest distance is taken for their interval. */
const SPACING_ROWS = 1_000;

/** Finds the tables of a market folder (docs/history-files.md). No candles, or an interval of unknown name, is `bad-input`. */
export async function openMarketFolder(folder: string, instrument: Instrument, data: readonly TreeFile[]): Promise<HistorySource> {
  const files = await csvFiles(data.filter(({ path }) => dirname(path) === folder));
  const candles = candlesOf(files, "candles");
  if (candles === undefined) throw new AppError("bad-input", `${folder}: there are no candles (candles-1m.csv, or 5m, 15m, 30m, 1h).`);
  const { mark, notes: markNotes } = markWithin(candlesOf(files, "mark"), candles);
  const stepMs = candles.intervalMs;
  const named = (name: string, kind: TableKind): readonly HistoryFile[] =>
    ofKind(
      files.filter((file) => baseName(file) === name),
      kind,
    );
  const sums = named("liquidations-usd", "liquidations-usd");
  const sumInterval = sums.length === 0 ? stepMs : ((await smallestSpacing(sums[0])) ?? stepMs);
  const openInterest = await openInterestTable(named("open-interest", "open-interest"), stepMs);

  const tables: readonly TableSource[] = [
    { kind: "candles", files: ofKind(candles.files, "candles"), format: folderCandles, intervalMs: stepMs },
    { kind: "mark-candles", files: ofKind(mark?.files ?? [], "mark-candles"), format: folderMarkCandles, intervalMs: mark?.intervalMs ?? stepMs },
    openInterest.table,
    { kind: "funding", files: named("funding", "funding"), format: folderFunding, intervalMs: stepMs },
    { kind: "long-short-ratio", files: named("long-short-ratio", "long-short-ratio"), format: folderRatio, intervalMs: stepMs },
    { kind: "liquidations", files: named("liquidations", "liquidations"), format: folderLiquidations, intervalMs: stepMs },
    { kind: "brackets", files: named("brackets", "brackets"), format: folderBrackets, intervalMs: stepMs },
    { kind: "leverage", files: named("leverage", "leverage"), format: folderLeverage, intervalMs: stepMs },
    { kind: "liquidations-usd", files: sums, format: () => folderLiquidationSums(sumInterval), intervalMs: stepMs },
  ];
  const notes = [...finestNote("candles", candles), ...(mark === undefined ? [] : finestNote("mark candles", mark)), ...markNotes, ...openInterest.notes];
  return { instrument, stepMs, layout: "market-folder", tables: tables.filter(({ files }) => files.length > 0), notes };
}

export const instrumentFileOf = (folder: string): string => join(folder, "instrument.json");

const baseName = (file: InputFile): string => csvName(file).replace(/\.csv$/i, "");

const ofKind = (files: readonly InputFile[], kind: TableKind): readonly HistoryFile[] => files.map((file) => Object.assign({ kind }, file));

function candlesOf(files: readonly InputFile[], prefix: "candles" | "mark"): FinestInterval<InputFile> | undefined {
  const named = files.filter((file) => baseName(file).startsWith(`${prefix}-`));
  const intervalOf = (file: InputFile): string => baseName(file).slice(prefix.length + 1);
  const allowed = prefix === "candles" ? FOLDER_INTERVALS : [...INTERVALS.keys()];
  const strange = named.find((file) => !allowed.includes(intervalOf(file)));
  if (strange !== undefined) throw new AppError("bad-input", `${strange.path}: the interval must be one of ${allowed.join(", ")}, not ${intervalOf(strange)}.`);
  return finestInterval(named, intervalOf);
}

/** Base (inverse: USD face) or USD, as the header says; a file without a header is in base. */
async function openInterestTable(files: readonly HistoryFile[], intervalMs: Ms): Promise<{ table: TableSource; notes: readonly string[] }> {
  const [head] = files.length === 0 ? [] : await readHead(files[0], 1);
  const names = (head ?? []).map((name) => name.toLowerCase());
  const inUsd = names.includes("open_interest_usd") && !names.includes("open_interest");
  const bare = names.length > 0 && /^\d/.test(names[0]);
  const notes = bare ? [`${files[0].path} has no header: its values are taken for open_interest, not open_interest_usd.`] : [];
  const format = () => folderOpenInterest(inUsd ? "open_interest_usd" : "open_interest");
  return { table: { kind: "open-interest", files, format, intervalMs, inUsd }, notes };
}

async function smallestSpacing(file: InputFile): Promise<Ms | undefined> {
  const rows = await readHead(file, SPACING_ROWS);
  const names = (rows[0] ?? []).map((name) => name.trim().toLowerCase());
  const column = Math.max(0, names.indexOf("time_ms"));
  const times = rows.map((cells) => Number(cells[column])).filter((time) => Number.isFinite(time) && time > 0);
  const spacings = times.slice(1).map((time, index) => time - times[index]);
  const smallest = Math.min(...spacings.filter((spacing) => spacing > 0));
  return Number.isFinite(smallest) ? asMs(smallest) : undefined;
}
