import { HOUR_MS } from "#core/units.ts";
import type { History } from "#storage/import/history.ts";
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

/** What a person should know about a history before trusting the estimate, one sentence each. `excesses`: see volume-check.ts. */
export function importWarnings(history: History, { excesses }: { readonly excesses: number }): readonly string[] {
  const report = history.report();
  const quiet = new Set<ImportReport["missing"][number]>(["taker-split", "ratio"]);
  const { count: gaps, totalMs } = report.candleGaps;
  const identical = Object.entries(report.identical).filter(([, count]) => count > 0);
  return [
    ...report.notes,
    ...report.missing.filter((input) => !quiet.has(input)).map((input) => MISSING_SENTENCES[input]),
    ...identical.map(([kind, count]) => `${count} identical ${kind} ${count === 1 ? "row" : "rows"} dropped`),
    ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? "gap" : "gaps"} in the candles, ${(totalMs / HOUR_MS).toFixed(1)} h in all, which lower the confidence`] : []),
    ...(excesses > 0
      ? [`${excesses} ${excesses === 1 ? "change" : "changes"} of open interest larger than the volume traded, which lower the confidence`]
      : []),
  ];
}
