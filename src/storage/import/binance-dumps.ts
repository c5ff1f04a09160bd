import { asMs, MINUTE_MS } from "#core/units.ts";
import type { DumpFile } from "./dump-files.ts";
import { dumpInstrument } from "./dump-instrument.ts";
import { filePeriod } from "./file-period.ts";
import type { HistorySource, TableSource } from "./history-source.ts";
import type { TableKind } from "./history.ts";
import { finestInterval, finestNote, markWithin } from "./intervals.ts";
import { dumpCandles, dumpMarkCandles } from "./tables/candle-tables.ts";
import { dumpLiquidations } from "./tables/liquidation-tables.ts";
import { dumpFunding, dumpMetrics } from "./tables/point-tables.ts";
import { tradeCandles } from "./tables/trade-candles.ts";

/** Whether candles can be had from the files of one symbol. */
export const hasDumpCandles = (files: readonly DumpFile[]): boolean =>
  files.some(({ kind }) => kind === "trades") || finestInterval(ofKind(files, "candles"), intervalOf) !== undefined;

/** Puts the files of one symbol of a Binance dump tree (docs/history-files.md) together. They must pass {@link hasDumpCandles}. */
export async function openBinanceDumps(symbol: string, files: readonly DumpFile[]): Promise<HistorySource> {
  const candles = finestInterval(ofKind(files, "candles"), intervalOf);
  const trades = ofKind(files, "trades");
  const stepMs = candles?.intervalMs ?? MINUTE_MS;
  const { mark, notes: markNotes } = markWithin(finestInterval(ofKind(files, "mark-candles"), intervalOf), { intervalMs: stepMs });
  const prices: TableSource =
    candles === undefined
      ? { kind: "trades", files: trades, format: tradeCandles, intervalMs: MINUTE_MS, readWhole: true }
      : { kind: "candles", files: candles.files, format: dumpCandles, intervalMs: stepMs };

  const tables: readonly TableSource[] = [
    prices,
    { kind: "mark-candles", files: mark?.files ?? [], format: dumpMarkCandles, intervalMs: mark?.intervalMs ?? asMs(stepMs) },
    { kind: "metrics", files: ofKind(files, "metrics"), format: dumpMetrics, intervalMs: stepMs },
    { kind: "funding", files: ofKind(files, "funding"), format: dumpFunding, intervalMs: stepMs },
    { kind: "liquidations", files: ofKind(files, "liquidations"), format: dumpLiquidations, intervalMs: stepMs },
  ];
  const notes = [
    ...(candles === undefined ? ["There are no klines: 1-minute candles are made from aggTrades."] : finestNote("klines", candles)),
    ...(mark === undefined ? [] : finestNote("markPriceKlines", mark)),
    ...markNotes,
    ...(candles !== undefined && trades.length > 0 ? ["There are klines: aggTrades are not read."] : []),
  ];
  const instrument = await dumpInstrument(symbol, byTime(prices.files as readonly DumpFile[]));
  return { instrument, stepMs, layout: "binance-dumps", tables: tables.filter(({ files }) => files.length > 0), notes };
}

const intervalOf = ({ interval }: DumpFile): string | undefined => interval;

const ofKind = (files: readonly DumpFile[], kind: TableKind): readonly DumpFile[] => files.filter((file) => file.kind === kind);

const byTime = (files: readonly DumpFile[]): readonly DumpFile[] => [...files].sort((a, b) => filePeriod(a).from - filePeriod(b).from);
