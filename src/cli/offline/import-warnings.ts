import { HOUR_MS } from "#core/units.ts";
import type { ImportReport } from "#storage/import/import-report.ts";

const MISSING_SENTENCES: Readonly<Record<ImportReport["missing"][number], string>> = {
  "open-interest": "no open interest",
  mark: "no mark price: the traded price stands in for it, so wicks may sweep too much",
  volume: "no volume: an ordinary turnover is assumed, which lowers the confidence",
  "taker-split": "no taker split",
  funding: "no funding: levels do not drift",
  liquidations: "no liquidations: the share of forced volume that a feed would print is assumed",
  ratio: "no long/short ratio",
};

/** What a person should know about a history before trusting the estimate, one sentence each. */
export function importWarnings(report: ImportReport): readonly string[] {
  const quiet = new Set<ImportReport["missing"][number]>(["taker-split", "ratio"]);
  const identical = Object.entries(report.identical).filter(([, count]) => count > 0);
  return [
    ...report.notes,
    ...report.missing.filter((input) => !quiet.has(input)).map((input) => MISSING_SENTENCES[input]),
    ...identical.map(([kind, count]) => `${count} identical ${kind} rows dropped`),
    ...(report.candleGaps.count > 0 ? [`${report.candleGaps.count} gaps in the candles, ${(report.candleGaps.totalMs / HOUR_MS).toFixed(1)} h in all`] : []),
  ];
}
