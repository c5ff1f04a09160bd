import type { PositionReport, PositionRow } from "./score-positions.ts";
import { type Section, day, fixed, picture, table, verdict, withInterval } from "./section.ts";
import { dotPlot } from "./svg-plot.ts";

/** How the estimate does against positions that are public. */
export function positionsSection(reports: readonly PositionReport[]): Section {
  const text = [
    "## Real positions",
    "",
    `Public positions of large accounts, with the liquidation price that the exchange reports, ${day(reports[0].from)} to ${day(reports[0].to)}. Size x liquidation price within 50 % of mark, in bins of 2 % of mark, per side; each sample and side counts by its number of positions, because a thin one is mostly noise. 90 % intervals from resampling whole days.`,
    "",
    "**What this sample is not.** It is a quarter to a third of open interest, of large accounts only, for one week; an account may be missing from a snapshot because a request failed. The candles are another exchange's, hourly and without volume, so static tiers on volume and a volume profile cannot be drawn, and open interest is known hourly.",
    "The _estimate_ takes its prior from this week's positions, so each day is scored with a prior that was fitted without it. Positions stand for days, and so do their accounts: leaving a day out is a weak test. _Its prior fitted on other coins only_ is the strong one.",
    "_What sampling noise allows_: the accounts are split at random, and the week's own map of one half, by distance from mark, is scored on every sample.",
    "",
    ...reports.flatMap((report) => [coinText(report), ""]),
    picture("positions.svg", "Overlap with real positions"),
    "",
  ].join("\n");
  return { text, images: { "positions.svg": plotOf(reports) }, shortfalls: reports.flatMap(shortfallsOf) };
}

function coinText({ coin, samples, positions, accounts, contenders, ceiling }: PositionReport): string {
  const rows = [...contenders, ceiling].map((row, i) => [
    i === 0 ? `**${row.name}**` : row.name,
    withInterval(row.overlap, 2),
    row.overlapBySide.map((value) => fixed(value, 2)).join(" / "),
    withInterval(percent(row.earthMover), 1),
    row.earthMoverBySide.map((value) => fixed(value * 100, 1)).join(" / "),
  ]);
  const sample = `**${coin}**: ${samples} samples of ${accounts} accounts; within reach ${fixed(positions[0], 0)} longs and ${fixed(positions[1], 0)} shorts a sample.`;
  return `${sample}\n\n${table(["", "overlap", "longs / shorts", "earth mover, % of mark", "longs / shorts"], rows)}`;
}

const percent = ({ value, low, high }: PositionRow["overlap"]): PositionRow["overlap"] => ({ value: value * 100, low: low * 100, high: high * 100 });

function plotOf(reports: readonly PositionReport[]): string {
  const dots = reports.flatMap(({ coin, contenders, ceiling }) =>
    [...contenders, ceiling].map(({ name, overlap }) => ({ label: coin, group: name, interval: overlap })),
  );
  return dotPlot({ title: "Overlap with real positions, 90 % intervals over days", dots });
}

function shortfallsOf({ coin, lifts }: PositionReport): readonly string[] {
  return lifts.flatMap(({ over, overlap, earthMover }) =>
    [
      { measure: "overlap", lift: overlap, digits: 2 },
      { measure: "earth mover's distance, % of mark", lift: percent(earthMover), digits: 1 },
    ].flatMap(({ measure, lift, digits }) =>
      verdict(lift) === "better" ? [] : [`Real positions, ${coin}, ${measure}: ${verdict(lift)} than _${over}_ (lift ${withInterval(lift, digits)}).`],
    ),
  );
}
