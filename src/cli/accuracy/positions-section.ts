import { type PositionReport, type PositionRow, THICK } from "./score-positions.ts";
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
    "The _estimate_ runs as it does live on an exchange that publishes positions: it is told how they spread ([estimation](estimation.md), section 12), here only of positions published before the scored day began. Its prior was fitted without the scored day. Positions stand for days, and so do their accounts: leaving a day out is a weak test. _Its prior fitted on other coins only_ is the strong one: nothing of this coin's scored day, or of a later one, is in it. _Told nothing_: the same without being told.",
    `Part of what it is told of is what it is scored on, a day later or more: that is what an exchange that publishes positions allows to know. _Accounts of which nothing was told_ leaves that out: accounts are split at random, one half is told and only the other scored, with the prior of other coins. _Sides of ${THICK} or more_: of fewer, one or two positions are most of the map.`,
    "_What sampling noise allows_: the accounts are split at random, and the week's own map of one half, by distance from mark, is scored on every sample, that half's positions among them. _The best weights_ of the week are chosen for overlap on the very samples that they are scored on, each rung and side of a coin apart: nobody can know them. _Asked_ is half of the way from a plain ladder to the sampling noise, both as measured when the project began.",
    "",
    ...reports.flatMap((report) => [coinText(report), ""]),
    picture("positions.svg", "Overlap with real positions"),
    "",
  ].join("\n");
  return { text, images: { "positions.svg": plotOf(reports) }, shortfalls: reports.flatMap(shortfallsOf) };
}

/** Half of the way from an effective-leverage ladder without any of this engine to sampling noise, as both were measured before it: overlap, earth mover's distance as a fraction of mark. */
const ASKED: Readonly<Record<string, readonly [overlap: number, earthMover: number]>> = {
  BTC: [0.5, 0.0445],
  ETH: [0.415, 0.0565],
  SOL: [0.455, 0.064],
};

function coinText(report: PositionReport): string {
  const { coin, samples, positions, accounts, contenders, ceiling, best, others } = report;
  const sample = `**${coin}**: ${samples} samples of ${accounts} accounts; within reach ${fixed(positions[0], 0)} longs and ${fixed(positions[1], 0)} shorts a sample.`;
  const rows = [...[...contenders, ceiling, ...(best ? [best] : [])].map(cellsOf), ...askedCells(coin)];
  const known = others.map(cellsOf);
  const apart = known.length > 0 ? [`${coin}, accounts of which nothing was told:`, table(HEADER, known)] : [];
  return [sample, table(HEADER, rows), reachedText(report), ...apart].filter((text) => text !== "").join("\n\n");
}

const HEADER = ["", "overlap", "longs / shorts", "earth mover, % of mark", "longs / shorts", `sides of ${THICK} or more`];

function cellsOf({ name, overlap, overlapBySide, earthMover, earthMoverBySide, thick }: PositionRow): readonly string[] {
  return [
    name === "estimate" ? `**${name}**` : name,
    withInterval(overlap, 2),
    overlapBySide.map((value) => fixed(value, 2)).join(" / "),
    withInterval(percent(earthMover), 1),
    earthMoverBySide.map((value) => fixed(value * 100, 1)).join(" / "),
    `${fixed(thick.overlap, 2)}; ${fixed(thick.earthMover * 100, 1)}`,
  ];
}

function askedCells(coin: string): readonly (readonly string[])[] {
  if (!(coin in ASKED)) return [];
  const [overlap, earthMover] = ASKED[coin];
  return [["asked", fixed(overlap, 3), "", fixed(earthMover * 100, 2), "", ""]];
}

/** Which of what is asked is reached, and what nobody could reach. */
function reachedText({ coin, contenders: [estimate], ceiling, best }: PositionReport): string {
  if (!(coin in ASKED)) return "";
  const [overlap, earthMover] = ASKED[coin];
  const isNear = estimate.earthMover.value <= earthMover;
  const distance = `Earth mover's distance: ${isNear ? "reached" : "**not reached**"}.`;
  if (estimate.overlap.value >= overlap) return `${coin}, overlap: reached. ${distance}`;
  const limits = [ceiling, ...(best ? [best] : [])].map((row) => `${row.name} has ${fixed(row.overlap.value, 3)}`).join(", ");
  return `${coin}, overlap: **not reached**, ${fixed(estimate.overlap.value, 3)} of ${fixed(overlap, 3)}; ${limits}. In sides of ${THICK} positions or more it is ${fixed(estimate.thick.overlap, 3)}. ${distance}`;
}

const percent = ({ value, low, high }: PositionRow["overlap"]): PositionRow["overlap"] => ({ value: value * 100, low: low * 100, high: high * 100 });

function plotOf(reports: readonly PositionReport[]): string {
  const dots = reports.flatMap(({ coin, contenders, ceiling }) =>
    [...contenders, ceiling].map(({ name, overlap }) => ({ label: coin, group: name, interval: overlap })),
  );
  return dotPlot({ title: "Overlap with real positions, 90 % intervals over days", dots });
}

function shortfallsOf(report: PositionReport): readonly string[] {
  const { coin, lifts } = report;
  const reached = reachedText(report);
  const missing = reached.includes("not reached") ? [`Real positions, what is asked of ${reached}`] : [];
  const beaten = lifts.flatMap(({ over, overlap, earthMover }) =>
    [
      { measure: "overlap", lift: overlap, digits: 2 },
      { measure: "earth mover's distance, % of mark", lift: percent(earthMover), digits: 1 },
    ].flatMap(({ measure, lift, digits }) =>
      verdict(lift) === "better" ? [] : [`Real positions, ${coin}, ${measure}: ${verdict(lift)} than _${over}_ (lift ${withInterval(lift, digits)}).`],
    ),
  );
  return [...missing, ...beaten];
}
