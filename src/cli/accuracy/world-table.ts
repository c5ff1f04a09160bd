import { FURTHER_COLUMNS, MEASURE_COLUMNS } from "./measure-columns.ts";
import { fixed } from "./section.ts";
import type { ContenderSummary, Means } from "./world-summary.ts";

const COLUMNS = [...MEASURE_COLUMNS, ...FURTHER_COLUMNS];

/** For a terminal: the means of each contender, below it those of each world. */
export function worldTable(summaries: readonly ContenderSummary[]): string {
  const width = 2 + Math.max(...summaries.map(({ name }) => name.length));
  const row = (name: string, means: Means) => name.padEnd(width) + COLUMNS.map(({ measure, digits }) => fixed(means[measure], digits).padStart(12)).join("");
  const lines = [`${"second week".padEnd(width)}${COLUMNS.map(({ short }) => short.padStart(12)).join("")}`];
  for (const { name, mean } of summaries) lines.push(row(name, mean));
  for (const { name, worlds } of summaries) lines.push("", name, ...Object.entries(worlds).map(([world, means]) => row(`  ${world}`, means)));
  return `${lines.join("\n")}\n`;
}
