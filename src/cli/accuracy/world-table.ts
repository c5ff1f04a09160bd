import type { MapMeasure } from "#engine/score/map-score.ts";
import type { ContenderSummary, Means } from "./world-summary.ts";

/** Measures in the order of every table, their short names, and how many digits are worth printing. */
export const COLUMNS = [
  { measure: "overlap", name: "overlap", digits: 3 },
  { measure: "near", name: "near", digits: 3 },
  { measure: "rankCorrelation", name: "rank", digits: 3 },
  { measure: "localStructure", name: "local", digits: 3 },
  { measure: "earthMoverBps", name: "emd bps", digits: 0 },
  { measure: "topHits", name: "top-10", digits: 3 },
  { measure: "absLogScale", name: "|ln scale|", digits: 3 },
  { measure: "logScale", name: "ln scale", digits: 3 },
  { measure: "bandCoverage", name: "in band", digits: 3 },
] as const satisfies readonly { measure: MapMeasure; name: string; digits: number }[];

/** For a terminal: the means of each contender, below it those of each world. */
export function worldTable(summaries: readonly ContenderSummary[]): string {
  const width = 2 + Math.max(...summaries.map(({ name }) => name.length));
  const row = (name: string, means: Means) => name.padEnd(width) + COLUMNS.map(({ measure, digits }) => cell(means[measure], digits).padStart(11)).join("");
  const lines = [`${"second week".padEnd(width)}${COLUMNS.map(({ name }) => name.padStart(11)).join("")}`];
  for (const { name, mean } of summaries) lines.push(row(name, mean));
  for (const { name, worlds } of summaries) lines.push("", name, ...Object.entries(worlds).map(([world, means]) => row(`  ${world}`, means)));
  return `${lines.join("\n")}\n`;
}

export const cell = (value: number | null, digits: number): string => (value === null ? "-" : value.toFixed(digits));
